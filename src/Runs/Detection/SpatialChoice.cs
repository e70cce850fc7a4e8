using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// How the places of particles are compared with random ones.
/// </summary>
/// <param name="PlacementCount">Random placements; 0 where nothing is compared.</param>
/// <param name="LongestNm">The longest distance of Ripley's L, in nanometres.</param>
/// <param name="ClusterNm">The longest step within a cluster, in nanometres.</param>
public sealed record SpatialChoice(int PlacementCount, double LongestNm, double ClusterNm)
{
    /// <summary>Placements where none are asked for: the smallest p-value is 1 / 200.</summary>
    public const int UsualPlacementCount = 199;

    /// <summary>The longest distance of Ripley's L where none is asked for, in nanometres.</summary>
    public const double UsualLongestNm = 200;

    /// <summary>The longest step within a cluster where none is asked for, in nanometres.</summary>
    public const double UsualClusterNm = 50;

    /// <summary>The most random placements that may be asked for.</summary>
    public const int MostPlacementCount = 9999;

    private const double MostNm = 1e6;
    private const int RadiusCount = 40;

    /// <summary>What is out of bounds: the property's name, and what is wrong with it, to stand after what the user
    /// calls it.</summary>
    public IEnumerable<(string Property, string Reason)> Faults()
    {
        if (PlacementCount is not 0 and not (>= SpatialOptions.LeastPlacements and <= MostPlacementCount))
        {
            yield return (
                nameof(PlacementCount),
                $"is {PlacementCount}, expected 0 (compare nothing) or {SpatialOptions.LeastPlacements} to " +
                $"{MostPlacementCount}");
        }

        foreach (var (property, value) in new[] { (nameof(LongestNm), LongestNm), (nameof(ClusterNm), ClusterNm) })
        {
            if (value is not (> 0 and <= MostNm))
                yield return (property, $"is {value}, expected nanometres above 0, at most a million");
        }
    }

    /// <summary>The options at a pixel size, in nanometres.</summary>
    public SpatialOptions At(double pixelSizeNm) => new()
    {
        Radii = [.. Enumerable.Range(1, RadiusCount).Select(i => LongestNm * i / RadiusCount / pixelSizeNm)],
        ClusterDistance = ClusterNm / pixelSizeNm,
        PlacementCount = PlacementCount,
    };
}
