using System.CommandLine;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables show IN</c>: tells a table's shape, columns and where it comes from.
/// </summary>
internal static class TablesShowCommand
{
    public static Command Make()
    {
        var input = TableOptions.Input();
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("show", "Tell a table's shape, columns and where it comes from.")
        {
            input, features, json,
        };
        command.SetAction(parsed => Show(
            parsed.GetRequiredValue(input), parsed.GetValue(features), new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Show(string path, string[]? features, Output output)
    {
        var table = TableOptions.Read(path, features);
        var provenance = TableFile.ReadProvenance(path).ToDictionary();
        var missing = Enumerable.Range(0, table.FeatureCount)
            .Sum(f => (long)CountMissing(table.Feature(f)));
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                File = path,
                Format = TableFile.FormatOf(path),
                Rows = table.RowCount,
                Metadata = table.MetadataNames,
                Features = table.FeatureNames,
                MissingValues = missing,
                Provenance = provenance,
            });
            return ExitCode.Done;
        }

        Output.WriteLine($"{table.RowCount} rows, {table.MetadataNames.Count} metadata columns, "
            + $"{table.FeatureCount} features, {missing} missing values");
        foreach (var name in table.MetadataNames)
        {
            var values = table.Metadata(name).Distinct(StringComparer.Ordinal).ToArray();
            var shown = string.Join(", ", values.Take(4).Select(v => v.Length == 0 ? "(missing)" : v));
            Output.WriteLine($"  {name}: {values.Length} different ({shown}{(values.Length > 4 ? ", …" : "")})");
        }

        var names = table.FeatureNames;
        Output.WriteLine(
            $"  features: {string.Join(", ", names.Take(6))}{(names.Count > 6 ? $" and {names.Count - 6} more" : "")}");
        foreach (var (key, value) in provenance.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Output.WriteLine($"  {key} = {value}");
        return ExitCode.Done;
    }

    private static int CountMissing(ReadOnlySpan<double> values)
    {
        var count = 0;
        foreach (var value in values)
            count += double.IsNaN(value) ? 1 : 0;
        return count;
    }
}
