using System.CommandLine;
using HcsGrid.Plates;
using HcsGrid.Profiling.Structure;
using HcsGrid.Profiling.Tables;
using Spectre.Console;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid evaluate batch IN</c>: tells how well plate or batch can be told from the profiles, before and after.
/// </summary>
internal static class BatchEffectCommand
{
    public static Command Make()
    {
        var input = TableOptions.Input();
        var after = new Option<string?>("--after") { Description = "The same profiles after a correction." };
        var batch = new Option<string>("--batch")
        {
            Description = "The column of plates or batches.",
            Required = true,
        };
        var samples = new Option<string>("--samples")
        {
            Description = "Which rows, as \"Metadata_x == 'y'\" (default: all); ask about the controls first.",
            DefaultValueFactory = _ => "all",
        };
        var notSame = new Option<string?>("--not-same")
        {
            Description = "A column whose value neighbours may not share, such as the compound.",
        };
        var neighbours = Option("--neighbours", "Neighbours that vote.", 10);
        var metric = Option("--metric", "cosine, correlation or euclidean.", DistanceMetric.Cosine);
        var permutations = Option("--permutations", "Shuffles of the batches.", 1000);
        var seed = Option("--seed", "What decides chance.", 0L);
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("batch", "Tell how well plate or batch can be told from the profiles.")
        {
            input, after, batch, samples, notSame, neighbours, metric, permutations, seed, features, json,
        };
        command.SetAction(parsed =>
        {
            var options = new BatchEffectOptions
            {
                NeighbourCount = parsed.GetValue(neighbours),
                Metric = parsed.GetValue(metric),
                NotSameColumn = parsed.GetValue(notSame),
                PermutationCount = parsed.GetValue(permutations),
                Seed = parsed.GetValue(seed),
            };
            ProfileRows.RequireOptions(options.Validate);
            var condition = RowCondition.Parse(parsed.GetValue(samples) ?? "all");
            BatchEffectResult Measure(string path) => BatchEffectCommand.Measure(
                path, parsed.GetValue(features), parsed.GetRequiredValue(batch), condition, options);
            var comparison = new BatchEffectComparison(
                Measure(parsed.GetRequiredValue(input)), parsed.GetValue(after) is { } path ? Measure(path) : null);
            Write(comparison, new Output(parsed.GetValue(json)));
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<T> Option<T>(string name, string description, T standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
    };

    private static BatchEffectResult Measure(
        string path, string[]? features, string batch, RowCondition condition, BatchEffectOptions options)
    {
        var table = TableOptions.Read(path, features);
        ProfileRows.RequireColumn(table, batch, path);
        if (options.NotSameColumn is { } column)
            ProfileRows.RequireColumn(table, column, path);
        var chosen = table.SelectRows(condition.RowsOf(table));
        ProfileRows.RequireCount(chosen, NeighbourLists.MaxRowCount, path);
        var result = BatchEffect.Measure(chosen, batch, options);
        if (result.Batches.Count < 2)
        {
            throw new ScreenDataException(
                result.Batches.Count == 0
                    ? $"None of {chosen.RowCount} rows has a {batch} and values to compare"
                    : $"All rows have the {batch} '{result.Batches[0].Name}'; two batches or more are compared",
                new Place { Blob = path });
        }

        return result;
    }

    private static void Write(BatchEffectComparison comparison, Output output)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Before = Document(comparison.Before),
                After = comparison.After is { } result ? Document(result) : null,
                comparison.Removed,
            });
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "Before");
        if (comparison.After is not null)
            table.AddColumn("After");
        void Row(string name, Func<BatchEffectResult, string> text) => table.AddRow(
            [name, text(comparison.Before), .. comparison.After is { } after ? [text(after)] : Array.Empty<string>()]);
        Row("profiles, batches", r => $"{r.RowCount}, {r.Batches.Count}");
        Row($"batch told by {comparison.Before.NeighbourCount} neighbours", r => $"{r.Accuracy:0.0%}");
        Row("by chance", r => $"{r.ChanceAccuracy:0.0%} ({r.ChanceLow:0.0%} to {r.ChanceHigh:0.0%})");
        Row("p", r => $"{r.PValue:G3}");
        Row("neighbours from the own batch", r => $"{r.NeighbourShare:0.0%} (chance {r.ChanceShare:0.0%})");
        Row("silhouette by batch", r => $"{r.Silhouette:0.000}");
        output.People.Write(table);
        if (comparison.Removed is { } removed)
        {
            Output.WriteLine(removed >= 0
                ? $"{removed:0.0%} of the accuracy above chance is removed"
                : $"the accuracy above chance has grown by {-removed:0.0%}");
        }
    }

    private static object Document(BatchEffectResult result) => new
    {
        result.RowCount,
        result.NeighbourCount,
        Accuracy = ProfileRows.Finite(result.Accuracy),
        ChanceAccuracy = ProfileRows.Finite(result.ChanceAccuracy),
        ChanceLow = ProfileRows.Finite(result.ChanceLow),
        ChanceHigh = ProfileRows.Finite(result.ChanceHigh),
        PValue = ProfileRows.Finite(result.PValue),
        LargestShare = ProfileRows.Finite(result.LargestShare),
        NeighbourShare = ProfileRows.Finite(result.NeighbourShare),
        ChanceShare = ProfileRows.Finite(result.ChanceShare),
        Silhouette = ProfileRows.Finite(result.Silhouette),
        Batches = result.Batches.Select(b => new { b.Name, b.RowCount, Recall = ProfileRows.Finite(b.Recall) }),
    };
}
