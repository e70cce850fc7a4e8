using System.CommandLine;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables aggregate IN OUT --strata COL,…</c>: one profile of the rows that share the columns.
/// </summary>
internal static class TablesAggregateCommand
{
    private static readonly string[] DefaultStrata = ["Metadata_Plate", "Metadata_Well"];

    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var strata = TableOptions.Names(
            "--strata", "The columns whose values a profile's rows share (default: Metadata_Plate,Metadata_Well).");
        var operation = new Option<string>("--operation")
        {
            Description = "median (default) or mean of each feature.",
            DefaultValueFactory = _ => "median",
        };
        operation.AcceptOnlyFromAmong("median", "mean");
        var features = TableOptions.Features();
        var memory = LargeTables.Memory();
        var json = CommonOptions.Json();
        var command = new Command("aggregate", "Make one profile of objects, sites or wells that share columns.")
        {
            input, output, strata, operation, features, memory, json,
        };
        command.SetAction(parsed => Aggregate(
            parsed.GetRequiredValue(input),
            parsed.GetRequiredValue(output),
            parsed.GetValue(strata) is { Length: > 0 } columns ? columns : DefaultStrata,
            parsed.GetValue(operation) == "mean" ? AggregationMethod.Mean : AggregationMethod.Median,
            parsed.GetValue(features),
            parsed.GetValue(memory),
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Aggregate(
        string input,
        string output,
        string[] strata,
        AggregationMethod method,
        string[]? features,
        int memory,
        Output words)
    {
        TableOptions.RequireWritable(output);
        var isLarge = LargeTables.IsLarge(input, output, memory);
        var summary = Attempt.At(input, () =>
        {
            var provenance = TableProvenance.Of("tables aggregate")
                .WithOption("strata", string.Join(',', strata))
                .WithOption("operation", method.ToString().ToLowerInvariant())
                .WithOption("features", features is { Length: > 0 } ? string.Join(',', features) : "default")
                .WithInput(input);
            if (isLarge)
            {
                return StreamingAggregator.Aggregate(
                    input, output, strata, method, TableOptions.ChoiceOf(features, strata),
                    LargeTables.OptionsOf(memory), provenance, new StreamingLines(Console.Error),
                    TableOptions.Notes(input));
            }

            var table = TableOptions.ReadProfiles(input, features, strata);
            var result = Aggregator.Aggregate(table, strata, method);
            TableOptions.Write(result, output, provenance);
            return new StreamingSummary(table.RowCount, result.RowCount, result.FeatureNames, 1, false, []);
        });
        if (words.IsJson)
        {
            Output.WriteJson(new
            {
                Input = input,
                Output = output,
                Operation = method,
                Strata = strata,
                Rows = summary.InputRowCount,
                Groups = summary.OutputRowCount,
                Features = summary.FeatureNames.Count,
                Streamed = isLarge,
            });
        }
        else
        {
            Output.WriteLine($"{output}: {summary.OutputRowCount} profiles of {summary.InputRowCount} rows, "
                + $"{summary.FeatureNames.Count} features");
        }

        return ExitCode.Done;
    }
}
