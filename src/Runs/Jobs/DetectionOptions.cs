using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Detection;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How particles are found and counted, where the job's model detects them.
/// </summary>
/// <remarks>Read in strict form like the rest of a job; where a key is null, what the model's card says is filled in
/// when the run starts, or what the image's file says counts.</remarks>
public sealed record DetectionOptions
{
    /// <summary>Nanometres of a pixel of every image; null: as <see cref="PixelSizes"/> or each file says.</summary>
    public double? PixelSizeNm { get; init; }

    /// <summary>A table of the image store with the columns <c>image</c> (the key) and <c>pixel_size_nm</c>, a line for
    /// every image; null: there is none.</summary>
    public string? PixelSizes { get; init; }

    /// <summary>Nominal diameters of the size groups in nanometres, ascending; null: the card's.</summary>
    public IReadOnlyList<double>? GroupsNm { get; init; }

    /// <summary>The least confidence of a particle, above 0 and below 1; null: the card's.</summary>
    public double? Threshold { get; init; }

    /// <summary>How masks are named that are white where to look: see <see cref="CompanionPattern"/>; null: everywhere.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>How masks are named that are white where not to look; null: none.</summary>
    public string? Exclude { get; init; }

    /// <summary>Longer side, in pixels, of the picture of each image with its particles, which stands in place of the
    /// well's; 0: no pictures. Default 480.</summary>
    public int OverlayPixels { get; init; } = 480;

    /// <summary>Random placements that the particles' places are compared with, 19 to 9999; 0: nothing is compared.
    /// Default 199.</summary>
    public int Placements { get; init; } = SpatialChoice.UsualPlacementCount;

    /// <summary>The longest distance of Ripley's L, in nanometres; default 200.</summary>
    public double RipleyDistanceNm { get; init; } = SpatialChoice.UsualLongestNm;

    /// <summary>The longest step within a cluster, in nanometres; default 50.</summary>
    public double ClusterDistanceNm { get; init; } = SpatialChoice.UsualClusterNm;

    /// <summary>How the particles' places are compared with random ones.</summary>
    internal SpatialChoice Spatial => new(Placements, RipleyDistanceNm, ClusterDistanceNm);

    /// <summary>The groups; none where <see cref="GroupsNm"/> is null or empty.</summary>
    internal SizeGroups Groups => GroupsNm is { Count: > 0 } nominal ? SizeGroups.Around(nominal) : SizeGroups.None;

    /// <summary>The masks that white is looked at in, and those that white is left out of; null where there are
    /// none.</summary>
    internal (CompanionPattern? Region, CompanionPattern? Exclude) MasksOf(ImagePattern images) => (
        Region is null ? null : new CompanionPattern(Region, images),
        Exclude is null ? null : new CompanionPattern(Exclude, images));

    /// <exception cref="ScreenDataException">A value is out of bounds.</exception>
    internal void Validate(ImagePattern images)
    {
        JobCheck.That(
            PixelSizeNm is null || (PixelSizeNm > 0 && double.IsFinite(PixelSizeNm.Value)), "detection.pixelSizeNm",
            $"is {PixelSizeNm}, expected nanometres above 0");
        JobCheck.That(
            PixelSizeNm is null || PixelSizes is null, "detection",
            "has both pixelSizeNm and pixelSizes, expected one of them");
        JobCheck.That(PixelSizes is not "", "detection.pixelSizes", "is empty");
        JobCheck.That(
            Threshold is null or (> 0 and < 1), "detection.threshold",
            $"is {Threshold}, expected more than 0 and less than 1");
        JobCheck.That(
            OverlayPixels is 0 or (>= 64 and <= 1024), "detection.overlayPixels",
            $"is {OverlayPixels}, expected 0, or 64 to 1024");
        foreach (var (property, reason) in Spatial.Faults())
            JobCheck.That(false, $"detection.{KeyOf(property)}", reason);
        CheckGroups();
        CheckMask(Region, "detection.region", images);
        CheckMask(Exclude, "detection.exclude", images);
    }

    /// <summary>The key that says a property of <see cref="SpatialChoice"/>.</summary>
    private static string KeyOf(string property) => property switch
    {
        nameof(SpatialChoice.PlacementCount) => "placements",
        nameof(SpatialChoice.LongestNm) => "ripleyDistanceNm",
        _ => "clusterDistanceNm",
    };

    private void CheckGroups()
    {
        try
        {
            _ = Groups;
        }
        catch (ArgumentException error)
        {
            throw JobCheck.Wrong("detection.groupsNm", error);
        }
    }

    private static void CheckMask(string? pattern, string key, ImagePattern images)
    {
        try
        {
            _ = pattern is null ? null : new CompanionPattern(pattern, images);
        }
        catch (FormatException error)
        {
            throw JobCheck.Wrong(key, error);
        }
    }
}
