using System.Text.Json.Serialization;
using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Runs;

/// <summary>
/// What the header of a stored well result, version 3, says of how the particles of an image were compared with random
/// placements.
/// </summary>
/// <param name="Placements">Random placements.</param>
/// <param name="Seed">Their seed.</param>
/// <param name="SmallestCluster">Particles from which on a cluster counts as one.</param>
/// <param name="DistanceCount">Distances at which Ripley's L is told.</param>
/// <param name="Groups">The size groups by index, ascending; null, before them, is all particles.</param>
/// <param name="ParticleCounts">The particles of each.</param>
internal sealed record WellSpatialHeader(
    int Placements,
    int Seed,
    int SmallestCluster,
    int DistanceCount,
    IReadOnlyList<int?> Groups,
    IReadOnlyList<int> ParticleCounts)
{
    /// <summary>The numbers that the comparisons have: see <see cref="WellSpatial"/>.</summary>
    [JsonIgnore]
    public int NumberCount =>
        1 + DistanceCount + (Groups.Count * (WellSpatial.SummaryWidth + (WellSpatial.DistanceWidth * DistanceCount)));

    public static WellSpatialHeader? Of(IReadOnlyList<GroupSpatial> comparisons)
    {
        if (comparisons.Count == 0)
            return null;
        var options = comparisons[0].Options;
        return new WellSpatialHeader(
            options.PlacementCount, options.Seed, options.SmallestCluster, options.Radii.Count,
            [.. comparisons.Select(c => c.Group)], [.. comparisons.Select(c => c.Result.PointCount)]);
    }

    /// <summary>True where every value is within its bounds, of an image with so many particles.</summary>
    public bool IsValidFor(int particleCount) =>
        Placements is >= SpatialOptions.LeastPlacements and <= SpatialOptions.MaxPlacements &&
        SmallestCluster >= 2 && DistanceCount is > 0 and <= SpatialOptions.MaxRadii &&
        Groups is { Count: > 0 } && ParticleCounts?.Count == Groups.Count &&
        Groups.All(g => g is null or (>= 0 and < SizeGroups.MaxCount)) &&
        Groups.Zip(Groups.Skip(1)).All(pair => (pair.First ?? -1) < (pair.Second ?? -1)) &&
        ParticleCounts.All(c => c is >= 2 and <= SpatialOptions.MaxPoints && c <= particleCount);
}
