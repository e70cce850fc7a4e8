using System.CommandLine;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables convert IN OUT</c>: writes a table in another form.
/// </summary>
internal static class TablesConvertCommand
{
    private static readonly string[] Forms = ["parquet", "csv", "csv.gz", "tsv", "anndata", "gct"];

    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var to = new Option<string?>("--to")
        {
            Description = $"The form, where OUT's ending does not say it: {string.Join(", ", Forms)}.",
        };
        to.AcceptOnlyFromAmong(Forms);
        var features = TableOptions.Features();
        var single = new Option<bool>("--float32")
        {
            Description = "AnnData only: features in single precision (half the size; numbers are rounded).",
        };
        var json = CommonOptions.Json();
        var command = new Command("convert", "Write a table in another form: Parquet, CSV, AnnData, GCT.")
        {
            input, output, to, features, single, json,
        };
        command.SetAction(parsed => Convert(
            parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(to),
            parsed.GetValue(features), parsed.GetValue(single), new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Convert(
        string input, string output, string? to, string[]? features, bool asSingle, Output words)
    {
        output = Named(output, to);
        if (asSingle && TableFile.FormatOf(output) != TableFormat.AnnData)
            throw new ScreenDataException("--float32 is for AnnData only", new Place { Blob = output });
        TableOptions.RequireWritable(output);
        var table = TableOptions.Read(input, features);
        var provenance = TableProvenance.Of("tables convert")
            .WithOption("features", features is { Length: > 0 } ? string.Join(',', features) : "default")
            .WithOption("float32", asSingle ? "true" : "false")
            .WithInput(input);
        TableOptions.Write(table, output, provenance, asSingle);
        if (words.IsJson)
        {
            Output.WriteJson(new
            {
                Input = input,
                Output = output,
                Format = TableFile.FormatOf(output),
                Rows = table.RowCount,
                Metadata = table.MetadataNames.Count,
                Features = table.FeatureCount,
            });
        }
        else
        {
            Output.WriteLine($"{output}: {table.RowCount} rows, {table.MetadataNames.Count} metadata columns, "
                + $"{table.FeatureCount} features");
        }

        return ExitCode.Done;
    }

    /// <summary>The output with the form's ending, unless it has it.</summary>
    private static string Named(string output, string? to)
    {
        var ending = to switch
        {
            null => "",
            "anndata" => ".zarr",
            _ => $".{to}",
        };
        return output.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? output : output + ending;
    }
}
