using HcsGrid.Imaging.Layout;
using HcsGrid.Runs.Detection;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// What is told of a well that is done though not all was as it should be.
/// </summary>
internal static class WellProblems
{
    /// <summary>A text each; none where all was as it should be.</summary>
    /// <param name="job">The job.</param>
    /// <param name="well">The well's images.</param>
    /// <param name="sites">What came of its sites, in their order.</param>
    public static string[] Of(ScreenJob job, WellImages well, IReadOnlyList<SiteResult> sites)
    {
        var problems = new List<string>();
        var crowded = well.Sites.Zip(sites).Where(s => s.Second.Cells is { } c && c.InsideCount > c.Tiles.Count)
            .Select(s => $"{s.First.SiteNumber} ({s.Second.Cells!.InsideCount})").ToArray();
        if (crowded.Length > 0)
        {
            problems.Add(
                $"More cells than are embedded of a site ({job.Tiles.Cells!.MaxCellsPerSite}, " +
                "tiles.cells.maxCellsPerSite); as many, evenly spread, were taken of the sites (with cells): " +
                string.Join(", ", crowded));
        }

        if (job.Detection?.Placements > 0)
        {
            problems.AddRange(
                sites.Select(s => s.Found is null ? null : SpatialComparison.TooMany(s.Found)).OfType<string>());
        }

        return [.. problems];
    }
}
