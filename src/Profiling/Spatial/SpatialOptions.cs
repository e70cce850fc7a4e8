namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// How points are compared with points placed at random.
/// </summary>
public sealed record SpatialOptions
{
    /// <summary>The most points that are compared.</summary>
    public const int MaxPoints = 100_000;

    /// <summary>The fewest random placements.</summary>
    public const int LeastPlacements = 19;

    /// <summary>The most random placements.</summary>
    public const int MaxPlacements = 100_000;

    /// <summary>The most distances at which L is told.</summary>
    public const int MaxRadii = 1000;

    /// <summary>The distances at which L is told, in pixels, ascending.</summary>
    public required IReadOnlyList<double> Radii { get; init; }

    /// <summary>The longest step within a cluster, in pixels.</summary>
    public required double ClusterDistance { get; init; }

    /// <summary>Points from which on a cluster counts as one; default 3.</summary>
    public int SmallestCluster { get; init; } = 3;

    /// <summary>Random placements of as many points; default 199, the smallest p-value is 1 / 200.</summary>
    public int PlacementCount { get; init; } = 199;

    /// <summary>Seed of the placements; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks every value against its bound.</summary>
    /// <exception cref="ArgumentException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        Check(Radii.Count is > 0 and <= MaxRadii, $"Radii has {Radii.Count} entries, expected 1 to {MaxRadii}");
        Check(
            ClusterDistance > 0 && double.IsFinite(ClusterDistance),
            $"ClusterDistance is {ClusterDistance}, expected more than 0");
        Check(SmallestCluster >= 2, $"SmallestCluster is {SmallestCluster}, expected 2 or more");
        Check(
            PlacementCount is >= LeastPlacements and <= MaxPlacements,
            $"PlacementCount is {PlacementCount}, expected {LeastPlacements} to {MaxPlacements}");

        static void Check(bool holds, string reason)
        {
            if (!holds)
                throw new ArgumentException(reason);
        }
    }
}
