using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate replicates IN</c>: percent replicating.
/// </summary>
internal static class EvaluateReplicatesCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var compound = EvaluateOptions.Column("--compound", "The compound's column.");
        var concentration = EvaluateOptions.Column(
            "--concentration", "The dose's column: replicates have the same dose (default: doses are pooled).");
        var controls = EvaluateOptions.Controls("that are left out");
        var similarity = EvaluateOptions.Similarity(SimilarityKind.Correlation);
        var json = CommonOptions.Json();
        var command = new Command(
            "replicates", "Share of replicate pairs above the 95th percentile of non-replicate pairs.");
        input.AddTo(command);
        foreach (var option in (Option[])[compound, concentration, controls, similarity, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var (named, dose) = (parsed.GetValue(compound), parsed.GetValue(concentration));
            var table = input.Read(parsed, named, dose, parsed.GetValue(controls));
            table.Require("--concentration", dose);
            var compoundColumn = table.CompoundColumn(named);
            table = table.Without(table.ControlsBy(parsed.GetValue(controls), compoundColumn));
            string[] columns = dose is null ? [compoundColumn] : [compoundColumn, dose];
            var kind = parsed.GetValue(similarity);
            var result = table.Try(rows => PercentReplicating.Of(rows, columns, kind));
            table.RequireFeatures(result.FeatureCount);
            Tell(new Output(parsed.GetValue(json)), result, kind, table);
            return result.Share is null
                ? table.TellUndefined("the share replicating", "there are no pairs of replicates, or no other pairs")
                : ExitCode.Done;
        });
        return command;
    }

    private static void Tell(
        Output output, PercentReplicatingResult result, SimilarityKind kind, EvaluateTable table)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                PercentReplicating = 100 * result.Share,
                result.Share,
                result.Threshold,
                ReplicatePairs = result.ReplicatePairCount,
                AboveThreshold = result.AboveCount,
                NonReplicatePairs = result.NonReplicatePairCount,
                Similarity = kind,
                Features = result.FeatureCount,
                result.RowsLeftOut,
                table.Normalization,
            });
            return;
        }

        var share = result.Share?.ToString("P1", CultureInfo.InvariantCulture) ?? "undefined";
        var threshold = result.Threshold?.ToString("F4", CultureInfo.InvariantCulture) ?? "undefined";
        Output.WriteLine(
            $"{share} replicating: {result.AboveCount} of {result.ReplicatePairCount} replicate pairs lie above "
            + $"{threshold}, the 95th percentile of {result.NonReplicatePairCount} other pairs");
    }
}
