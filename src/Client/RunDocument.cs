using HcsGrid.Runs;

namespace HcsGrid.Client;

/// <summary>
/// The JSON document of <c>hcsgrid run --json</c>.
/// </summary>
internal sealed record RunDocument(
    string Run,
    int Plates,
    RunDocument.WellCounts Wells,
    long Tiles,
    double Seconds,
    double TilesPerSecond,
    RunDocument.QualityFigures Quality,
    IReadOnlyList<RunDocument.Problem> Problems)
{
    public static RunDocument Of(RunOutcome outcome)
    {
        var summary = outcome.Summary;
        var seconds = outcome.Elapsed.TotalSeconds;
        return new RunDocument(
            summary.Run,
            summary.PlateCount,
            new WellCounts(summary.WellsDone, summary.WellsFailed),
            summary.TileCount,
            Math.Round(seconds, 3),
            seconds > 0 ? Math.Round(outcome.TileCount / seconds, 1) : 0,
            new QualityFigures(
                summary.ZPrime,
                [.. summary.Plates.Select(p =>
                    new PlateFigures(p.Plate, p.ZPrime, p.RobustZPrime, p.Ssmd, p.DoseTrends))],
                summary.MoaTotal is { } total ? new MoaFigures(summary.MoaCorrect ?? 0, total, "NSC") : null),
            [.. summary.Problems.Select(p => new Problem(p.Plate, p.Well, p.Site, p.Channel, p.Blob, p.Line, p.Text))]);
    }

    internal sealed record WellCounts(int Done, int Failed);

    internal sealed record QualityFigures(double? ZPrime, IReadOnlyList<PlateFigures> Plates,
        MoaFigures? NearestNeighbourMoa);

    internal sealed record PlateFigures(
        string Plate, double? ZPrime, double? RobustZPrime, double? Ssmd, IReadOnlyList<DoseTrend> DoseTrends);

    internal sealed record MoaFigures(int Correct, int Total, string Convention);

    internal sealed record Problem(
        string? Plate, string? Well, int? Site, string? Channel, string? Blob, int? Line, string Text);
}
