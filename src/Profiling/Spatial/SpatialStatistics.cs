namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// Nearest neighbours, Ripley's L and clusters of points in a region, each against random placements in it.
/// </summary>
/// <remarks>
/// A placement is as many points, each uniform over the region and independent of the others (complete spatial
/// randomness given their number). What the region's outline does to a number it does to the placements', too, so that
/// only Ripley's K needs a correction of its own. The test over all radii takes the largest departure of L from the
/// mean of pattern and placements together (Diggle 1979; Baddeley and others 2014): all are treated alike, so its
/// level is exact.
/// </remarks>
public static class SpatialStatistics
{
    /// <summary>Measures the points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="region">Where they lie, and random ones are placed.</param>
    /// <param name="options">How to compare.</param>
    /// <param name="ripley">K of this region and these radii, so that several patterns share the work on the
    /// region's outline; null: it is made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null for fewer than two points: nothing can be said of them.</returns>
    /// <exception cref="ArgumentException">A point lies outside of the region, there are more than
    /// <see cref="SpatialOptions.MaxPoints"/>, or an option is out of bounds.</exception>
    public static SpatialResult? Measure(
        IReadOnlyList<PointPosition> points, PointRegion region, SpatialOptions options, RipleyK? ripley = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (points.Count > SpatialOptions.MaxPoints)
            throw new ArgumentException(
                $"{points.Count} points were given, at most {SpatialOptions.MaxPoints} are compared.", nameof(points));
        foreach (var point in points)
        {
            if (!region.Contains(point))
                throw new ArgumentException($"The point {point.X}, {point.Y} is not in the region.", nameof(points));
        }

        if (points.Count < 2)
            return null;
        ripley ??= new RipleyK(region, options.Radii);
        var observed = PointPattern.Of(points, ripley, options);
        var random = new Random(options.Seed);
        var placements = new PointPattern[options.PlacementCount];
        var drawn = new PointPosition[points.Count];
        for (var i = 0; i < placements.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var j = 0; j < drawn.Length; j++)
                drawn[j] = region.Draw(random);
            placements[i] = PointPattern.Of(drawn, ripley, options);
        }

        return Compare(points.Count, region, options.Radii, observed, placements);
    }

    private static SpatialResult Compare(
        int count, PointRegion region, IReadOnlyList<double> radii, PointPattern observed, PointPattern[] placements)
    {
        double[][] atRadius = [.. Enumerable.Range(0, radii.Count)
            .Select(r => Array.ConvertAll(placements, p => p.L[r]))];
        double[] mean = [.. atRadius.Select((l, r) => (l.Sum() + observed.L[r]) / (l.Length + 1))];
        var departure = DepartureOf(observed);
        return new SpatialResult
        {
            PointCount = count,
            AreaPixels = region.Area,
            NearestDistance = Against(p => p.NearestMean),
            Radii = radii,
            L = observed.L,
            RandomL = [.. atRadius.Select(l => l.Average())],
            RandomLLow = [.. atRadius.Select(l => OrderStatistics.Quantile(l, AgainstRandom.Tail))],
            RandomLHigh = [.. atRadius.Select(l => OrderStatistics.Quantile(l, 1 - AgainstRandom.Tail))],
            LPValue = (1.0 + placements.Count(p => DepartureOf(p) >= departure)) / (placements.Length + 1),
            ClusterCount = Against(p => p.ClusterCount),
            LargestCluster = Against(p => p.LargestCluster),
            ClusteredShare = Against(p => p.ClusteredShare),
        };

        AgainstRandom Against(Func<PointPattern, double> number) =>
            AgainstRandom.Compare(number(observed), Array.ConvertAll(placements, p => number(p)));

        double DepartureOf(PointPattern pattern) =>
            pattern.L.Zip(mean, (l, m) => Math.Abs(l - m)).Max();
    }
}
