using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Runs;

/// <summary>
/// How the particles of a well's images lie beside random placements, as the numbers that its stored result holds, all
/// in pixels.
/// </summary>
/// <remarks>
/// For an image that was compared: the longest step within a cluster; the distances of Ripley's L; then for all
/// particles and each group the <see cref="SummaryWidth"/> numbers of nearest distance, clusters, largest cluster,
/// clustered share (observed, mean, low and high of the placements, p) and the p of L, and L at the distances, its
/// mean, low and high.
/// </remarks>
internal static class WellSpatial
{
    /// <summary>Numbers of a comparison beside those at distances.</summary>
    public const int SummaryWidth = (4 * AgainstWidth) + 1;

    /// <summary>Numbers of a comparison at each distance.</summary>
    public const int DistanceWidth = 4;

    private const int AgainstWidth = 5;

    public static IEnumerable<double> NumbersOf(IEnumerable<FoundImage> images) => images
        .Select(i => i.Spatial).Where(s => s.Count > 0)
        .SelectMany(s => s.SelectMany(c => NumbersOf(c.Result))
            .Prepend(s[0].Options.Radii).Prepend([s[0].Options.ClusterDistance]))
        .SelectMany(numbers => numbers);

    /// <summary>The comparisons of an image.</summary>
    /// <param name="header">What the header says of them.</param>
    /// <param name="areaPixels">Pixels of the region.</param>
    /// <param name="numbers">Their <see cref="WellSpatialHeader.NumberCount"/> numbers.</param>
    public static IReadOnlyList<GroupSpatial> Of(
        WellSpatialHeader header, long areaPixels, ReadOnlySpan<double> numbers)
    {
        var options = new SpatialOptions
        {
            Radii = numbers.Slice(1, header.DistanceCount).ToArray(),
            ClusterDistance = numbers[0],
            SmallestCluster = header.SmallestCluster,
            PlacementCount = header.Placements,
            Seed = header.Seed,
        };
        var rest = numbers[(1 + header.DistanceCount)..];
        var comparisons = new GroupSpatial[header.Groups.Count];
        for (var i = 0; i < comparisons.Length; i++)
        {
            var atDistances = rest[SummaryWidth..];
            comparisons[i] = new GroupSpatial(header.Groups[i], options, new SpatialResult
            {
                PointCount = header.ParticleCounts[i],
                AreaPixels = areaPixels,
                NearestDistance = AgainstAt(rest, 0),
                ClusterCount = AgainstAt(rest, 1),
                LargestCluster = AgainstAt(rest, 2),
                ClusteredShare = AgainstAt(rest, 3),
                LPValue = rest[SummaryWidth - 1],
                Radii = options.Radii,
                L = atDistances[..header.DistanceCount].ToArray(),
                RandomL = atDistances.Slice(header.DistanceCount, header.DistanceCount).ToArray(),
                RandomLLow = atDistances.Slice(2 * header.DistanceCount, header.DistanceCount).ToArray(),
                RandomLHigh = atDistances.Slice(3 * header.DistanceCount, header.DistanceCount).ToArray(),
            });
            rest = atDistances[(DistanceWidth * header.DistanceCount)..];
        }

        return comparisons;
    }

    private static IReadOnlyList<double>[] NumbersOf(SpatialResult result) =>
    [
        NumbersOf(result.NearestDistance), NumbersOf(result.ClusterCount), NumbersOf(result.LargestCluster),
        NumbersOf(result.ClusteredShare), [result.LPValue], result.L, result.RandomL, result.RandomLLow,
        result.RandomLHigh,
    ];

    private static double[] NumbersOf(AgainstRandom number) =>
        [number.Observed, number.RandomMean, number.RandomLow, number.RandomHigh, number.PValue];

    private static AgainstRandom AgainstAt(ReadOnlySpan<double> numbers, int index)
    {
        var at = numbers.Slice(AgainstWidth * index, AgainstWidth);
        return new AgainstRandom(at[0], at[1], at[2], at[3], at[4]);
    }
}
