using System.CommandLine;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables join IN RIGHT OUT --on A=B</c>: adds the columns of a plate map or compound list.
/// </summary>
internal static class TablesJoinCommand
{
    public static Command Make()
    {
        var input = TableOptions.Input();
        var right = new Argument<string>("right")
        {
            Description = "The list to join: a table in any form, all its columns read as text.",
        };
        var output = TableOptions.Output();
        var on = TableOptions.RequiredNames(
            "--on", "The columns that must agree, as A=B,…: A of IN, B of RIGHT; A alone means the same name.");
        var how = new Option<string>("--how")
        {
            Description = "left: keep rows that RIGHT does not know (default); inner: leave them out.",
            DefaultValueFactory = _ => "left",
        };
        how.AcceptOnlyFromAmong("left", "inner");
        var many = new Option<string>("--many")
        {
            Description = "Several rows of RIGHT with the same key and different values: error (default) or first.",
            DefaultValueFactory = _ => "error",
        };
        many.AcceptOnlyFromAmong("error", "first");
        var columns = TableOptions.Names("--columns", "The columns to take from RIGHT (default: all but the keys).");
        var prefix = new Option<string>("--prefix")
        {
            Description = "Put before the names of RIGHT's columns that do not begin with it.",
            DefaultValueFactory = _ => CsvTable.MetadataPrefix,
        };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("join", "Add the columns of a plate map or compound list to a table.")
        {
            input, right, output, on, how, many, columns, prefix, features, json,
        };
        command.Aliases.Add("annotate");
        command.SetAction(parsed => Join(
            parsed.GetRequiredValue(input), parsed.GetRequiredValue(right), parsed.GetRequiredValue(output),
            parsed.GetValue(features),
            new TableJoinOptions
            {
                On = [.. parsed.GetRequiredValue(on).Select(PairOf)],
                KeepsUnmatchedRows = parsed.GetValue(how) == "left",
                TakesFirstOfMany = parsed.GetValue(many) == "first",
                Columns = parsed.GetValue(columns) is { Length: > 0 } names ? names : null,
                Prefix = parsed.GetValue(prefix) ?? "",
            },
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Join(
        string input, string right, string output, string[]? features, TableJoinOptions options, Output words)
    {
        TableOptions.RequireWritable(output);
        var table = TableOptions.Read(input, features);
        var list = TableFile.Read(right, FeatureChoice.None);
        var result = TableJoin.Join(table, list, options, new Place { Blob = right });
        var provenance = TableProvenance.Of("tables join")
            .WithOption("on", string.Join(',', options.On.Select(pair => $"{pair.Left}={pair.Right}")))
            .WithOption("how", options.KeepsUnmatchedRows ? "left" : "inner")
            .WithOption("many", options.TakesFirstOfMany ? "first" : "error")
            .WithOption("columns", string.Join(',', result.AddedNames))
            .WithInput(input)
            .WithInput(right);
        TableOptions.Write(result.Table, output, provenance);
        if (words.IsJson)
        {
            Output.WriteJson(new
            {
                Output = output,
                Rows = result.Table.RowCount,
                Added = result.AddedNames,
                Matched = result.MatchedCount,
                Unmatched = result.UnmatchedCount,
                result.UnmatchedExamples,
                Unused = result.UnusedCount,
                result.UnusedExamples,
            });
            return ExitCode.Done;
        }

        Output.WriteLine(
            $"{output}: {result.Table.RowCount} rows, {result.AddedNames.Count} columns added; {result.MatchedCount} "
            + "rows matched");
        Tell("rows of the table are not in the list", result.UnmatchedCount, result.UnmatchedExamples);
        Tell("rows of the list are not in the table", result.UnusedCount, result.UnusedExamples);
        return ExitCode.Done;
    }

    private static void Tell(string what, int count, IReadOnlyList<string> examples)
    {
        if (count > 0)
            Output.WriteLine($"  {count} {what}: {string.Join(", ", examples)}{(count > examples.Count ? ", …" : "")}");
    }

    private static (string Left, string Right) PairOf(string text)
    {
        var parts = text.Split('=', StringSplitOptions.TrimEntries);
        return parts switch
        {
            [{ Length: > 0 } both] => (both, both),
            [{ Length: > 0 } left, { Length: > 0 } right] => (left, right),
            _ => throw new ScreenDataException(
                $"--on has '{text}', expected A=B with the column of IN and that of RIGHT", Place.Unknown),
        };
    }
}
