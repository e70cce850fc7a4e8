using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// The images of one well, in the form that is stored and sent.
/// </summary>
/// <param name="Well">The well.</param>
/// <param name="SiteNumbers">Its sites, from 1.</param>
/// <param name="Keys">For each site one blob a channel; null where there is none.</param>
/// <param name="Error">What makes the well unusable already now; else null.</param>
public sealed record PlannedWell(
    string Well, IReadOnlyList<int> SiteNumbers, IReadOnlyList<IReadOnlyList<string?>> Keys, RunProblem? Error = null)
{
    public static PlannedWell Of(WellImages images) => new(
        images.Well.ToString(),
        [.. images.Sites.Select(s => s.SiteNumber)],
        [.. images.Sites.Select(s => s.Keys.Select(k => k?.Text).ToArray())],
        images.Error is { } error ? RunProblem.Of(error) : null);

    /// <exception cref="FormatException">The well's address is none.</exception>
    /// <exception cref="ScreenDataException">A key can be none.</exception>
    public WellImages ToImages() => new(
        WellAddress.Parse(Well),
        [.. SiteNumbers.Zip(Keys, (number, keys) =>
            new SiteImages(number, [.. keys.Select(k => k is null ? (BlobKey?)null : new BlobKey(k))]))],
        Error?.ToException());
}
