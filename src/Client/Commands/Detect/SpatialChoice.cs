using HcsGrid.Plates;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// How the places of particles are compared with random ones.
/// </summary>
/// <param name="PlacementCount">Random placements; 0 where nothing is compared.</param>
/// <param name="LongestNm">The longest distance of Ripley's L, in nanometres.</param>
/// <param name="ClusterNm">The longest step within a cluster, in nanometres.</param>
internal sealed record SpatialChoice(int PlacementCount, double LongestNm, double ClusterNm)
{
    /// <summary>Placements where none are asked for: the smallest p-value is 1 / 200.</summary>
    public const int UsualPlacementCount = 199;

    /// <summary>The longest distance of Ripley's L where none is asked for, in nanometres.</summary>
    public const double UsualLongestNm = 200;

    /// <summary>The longest step within a cluster where none is asked for, in nanometres.</summary>
    public const double UsualClusterNm = 50;

    private const int LeastPlacementCount = 19;
    private const int MostPlacementCount = 9999;
    private const int RadiusCount = 40;

    /// <summary>Checks every value against its bound.</summary>
    /// <exception cref="ScreenDataException">A value is out of bounds; the message names its option.</exception>
    public void Validate()
    {
        if (PlacementCount is not 0 and not (>= LeastPlacementCount and <= MostPlacementCount))
        {
            throw Wrong($"--placements is {PlacementCount}, expected 0 (compare nothing) or {LeastPlacementCount} to " +
                $"{MostPlacementCount}");
        }

        if (LongestNm is not (> 0 and <= 1e6))
            throw Wrong($"--ripley-distance is {LongestNm}, expected nanometres above 0, at most a million");
        if (ClusterNm is not (> 0 and <= 1e6))
            throw Wrong($"--cluster-distance is {ClusterNm}, expected nanometres above 0, at most a million");

        static ScreenDataException Wrong(string reason) => new(reason, Place.Unknown);
    }

    /// <summary>The options at a pixel size, in nanometres.</summary>
    public SpatialOptions At(double pixelSizeNm) => new()
    {
        Radii = [.. Enumerable.Range(1, RadiusCount).Select(i => LongestNm * i / RadiusCount / pixelSizeNm)],
        ClusterDistance = ClusterNm / pixelSizeNm,
        PlacementCount = PlacementCount,
    };
}
