using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables consensus IN OUT --replicate-columns COL,…</c>: one profile of a perturbation's replicates.
/// </summary>
internal static class TablesConsensusCommand
{
    private static readonly string[] DefaultColumns = ["Metadata_Plate", "Metadata_Well"];

    public static Command Make()
    {
        var defaults = new ModzOptions();
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var columns = TableOptions.Names(
            "--replicate-columns",
            "The columns whose values replicates share (default: Metadata_Plate,Metadata_Well).");
        var operation = Choice("--operation", "median (default), mean or modz.", "median", "mean", "modz");
        var method = Choice(
            "--modz-method", "How modz correlates replicates: spearman (default) or pearson.", "spearman", "pearson");
        var minWeight = new Option<double>("--modz-min-weight")
        {
            Description = "The smallest weight of a replicate before they are divided by their sum (default 0.01).",
            DefaultValueFactory = _ => defaults.MinWeight,
        };
        var precision = new Option<int>("--modz-precision")
        {
            Description = "Decimals that weights are rounded to (default 4).",
            DefaultValueFactory = _ => defaults.Precision,
        };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("consensus", "Make one profile of the replicates of a perturbation.")
        {
            input, output, columns, operation, method, minWeight, precision, features, json,
        };
        command.SetAction(parsed => Combine(
            parsed.GetRequiredValue(input),
            parsed.GetRequiredValue(output),
            parsed.GetValue(columns) is { Length: > 0 } names ? names : DefaultColumns,
            Enum.Parse<ConsensusOperation>(parsed.GetRequiredValue(operation), ignoreCase: true),
            new ModzOptions
            {
                Method = Enum.Parse<CorrelationMethod>(parsed.GetRequiredValue(method), ignoreCase: true),
                MinWeight = parsed.GetValue(minWeight),
                Precision = parsed.GetValue(precision),
            },
            parsed.GetValue(features),
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static int Combine(
        string input,
        string output,
        string[] columns,
        ConsensusOperation operation,
        ModzOptions modz,
        string[]? features,
        Output words)
    {
        TableOptions.RequireWritable(output);
        var provenance = TableProvenance.Of("tables consensus")
            .WithOption("replicate-columns", string.Join(',', columns))
            .WithOption("operation", operation.ToString().ToLowerInvariant())
            .WithOption("features", features is { Length: > 0 } ? string.Join(',', features) : "default");
        if (operation == ConsensusOperation.Modz)
        {
            provenance = provenance.WithOption("modz-method", modz.Method.ToString().ToLowerInvariant())
                .WithOption("modz-min-weight", modz.MinWeight.ToString("R", CultureInfo.InvariantCulture))
                .WithOption("modz-precision", modz.Precision.ToString(CultureInfo.InvariantCulture));
        }

        var table = TableOptions.ReadProfiles(input, features, columns);
        var result = Attempt.At(input, () => Consensus.Of(table, columns, operation, modz));
        TableOptions.Write(result, output, provenance.WithInput(input));
        if (words.IsJson)
        {
            Output.WriteJson(new
            {
                Input = input,
                Output = output,
                Operation = operation,
                ReplicateColumns = columns,
                Rows = table.RowCount,
                Groups = result.RowCount,
                Features = result.FeatureCount,
            });
        }
        else
        {
            Output.WriteLine($"{output}: {result.RowCount} consensus profiles of {table.RowCount} rows, "
                + $"{result.FeatureCount} features");
        }

        return ExitCode.Done;
    }
}
