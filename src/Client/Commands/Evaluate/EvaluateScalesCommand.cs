using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling.Evaluation;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate scales IN</c>: how well profiles and a clustering know several sets of labels.
/// </summary>
internal static class EvaluateScalesCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var labels = TableOptions.RequiredNames(
            "--labels", "Columns of labels: localization, complex, mechanism, target, …");
        var cluster = EvaluateOptions.Column("--cluster", "The column of a clustering to compare with the labels.");
        var nullSize = EvaluateOptions.NullSize();
        var json = CommonOptions.Json();
        var command = new Command("scales", "Average precision and clustering agreement for sets of labels.");
        input.AddTo(command);
        foreach (var option in (Option[])[labels, cluster, nullSize, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var (columns, clusterColumn) = (parsed.GetRequiredValue(labels), parsed.GetValue(cluster));
            var table = input.Read(parsed, [.. columns, clusterColumn]);
            table.Require("--labels", columns);
            table.Require("--cluster", clusterColumn);
            var options = new AveragePrecisionOptions { NullSize = parsed.GetValue(nullSize) };
            var scales = Array.ConvertAll(columns, column => table.Try(rows =>
                LabelScale.Of(rows, column, clusterColumn, options)));
            table.RequireFeatures(scales[0].FeatureCount);
            table.TellAlikeRows();
            Tell(new Output(parsed.GetValue(json)), table, scales, clusterColumn);
            return Array.Find(scales, scale => scale.MeanAveragePrecision is null) is { } undefined
                ? table.TellUndefined(
                    $"the average precision of {undefined.Column}", "no two rows that can be compared share a label")
                : ExitCode.Done;
        });
        return command;
    }

    private static void Tell(Output output, EvaluateTable judged, LabelScale[] scales, string? clusterColumn)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new { Cluster = clusterColumn, judged.Normalization, Labels = scales });
            return;
        }

        var table = new Table().AddColumns(
            "labels", "rows", "classes", "mean AP", "by chance", "AMI", "pair precision", "pair recall", "pair F");
        foreach (var scale in scales)
        {
            table.AddRow(
                Markup.Escape(scale.Column),
                $"{scale.QueryCount}",
                $"{scale.ClassCount}",
                Number(scale.MeanAveragePrecision),
                Number(scale.ChancePrecision),
                Number(scale.Clustering?.AdjustedMutualInformation),
                Number(scale.Clustering?.PairPrecision),
                Number(scale.Clustering?.PairRecall),
                Number(scale.Clustering?.PairF));
        }

        output.People.Write(table);
        string Number(double? value) =>
            value?.ToString("F4", CultureInfo.InvariantCulture) ?? (clusterColumn is null ? "" : "undefined");
    }
}
