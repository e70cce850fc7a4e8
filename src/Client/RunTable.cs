using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Runs;
using Spectre.Console;

namespace HcsGrid.Client;

/// <summary>
/// A run's outcome for people.
/// </summary>
internal static class RunTable
{
    /// <summary>Problems that are printed; the report has all.</summary>
    private const int MaxProblemCount = 20;

    public static void Write(Output output, RunOutcome outcome, string folder)
    {
        var summary = outcome.Summary;
        var seconds = outcome.Elapsed.TotalSeconds;
        var console = output.People;
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("What", "Value");
        table.AddRow("Run", Markup.Escape(summary.Run));
        table.AddRow("Wells done",
            $"{summary.WellsDone} of {summary.WellsDone + summary.WellsFailed} on " +
            Amount.Of(summary.PlateCount, "plate"));
        table.AddRow("Tiles", outcome.TileCount == 0 && summary.WellsDone > 0
            ? Text($"{summary.TileCount:N0}, none of them by this start: the wells were done before")
            : Text($"{summary.TileCount:N0}, {outcome.TileCount / Math.Max(seconds, 1e-9):N0} per second, ")
                + Text($"batches {100 * outcome.BatchFill:N0} % full"));
        table.AddRow("Model", Markup.Escape($"{summary.Model} ({summary.ModelSha256[..12]}…)"));
        table.AddRow("Z' on the control axis", Number(summary.ZPrime) + (summary.PlateCount > 1
            ? $" (median; {string.Join(", ", summary.Plates.Take(6).Select(PlateFigure))}"
                + (summary.Plates.Count > 6 ? ", …)" : ")")
            : ""));
        if (summary.MoaTotal is { } total)
        {
            var correct = summary.MoaCorrect ?? 0;
            table.AddRow("Nearest-neighbour MoA", Text(
                $"{correct} of {total} treatments right ({100.0 * correct / total:N0} %; ") +
                "NSC: neighbour of another compound)");
        }

        table.AddRow("Report", Markup.Escape(StoreFolder.Below(folder, RunFolder.ReportKey)));
        console.Write(table);
        if (summary.Problems.Count == 0)
            return;
        console.MarkupLine($"[yellow]{Amount.Of(summary.Problems.Count, "problem")}[/]");
        foreach (var problem in summary.Problems.Take(MaxProblemCount))
            Output.WriteLine($"  {problem}");
        if (summary.Problems.Count > MaxProblemCount)
            Output.WriteLine($"  … and {summary.Problems.Count - MaxProblemCount} more: see the report");
    }

    private static string PlateFigure(PlateQualitySummary plate) =>
        $"{Markup.Escape(plate.Plate)} {Number(plate.ZPrime)}";

    private static string Number(double? value) =>
        value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "undefined";

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
