namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// The distance from each point to the nearest other one.
/// </summary>
public static class NearestDistances
{
    /// <summary>Distances in pixels, in the points' order; infinite where a point is alone.</summary>
    public static double[] Within(IReadOnlyList<PointPosition> points)
    {
        PointPosition[] all = [.. points];
        var grid = new PointGrid(all, CellFor(all));
        var distances = new double[all.Length];
        for (var i = 0; i < all.Length; i++)
            distances[i] = grid.NearestTo(all[i], besides: i);
        return distances;
    }

    /// <summary>The distance from each point to the nearest of others, as of small particles to large ones.</summary>
    /// <returns>Distances in pixels, in the order of <paramref name="from"/>; infinite where there are no
    /// others.</returns>
    public static double[] Between(IReadOnlyList<PointPosition> from, IReadOnlyList<PointPosition> to)
    {
        PointPosition[] all = [.. to];
        var grid = new PointGrid(all, CellFor(all));
        return [.. from.Select(point => grid.NearestTo(point, besides: -1))];
    }

    /// <summary>A cell of two points on average, were they spread evenly over the square around them.</summary>
    private static double CellFor(PointPosition[] points)
    {
        if (points.Length == 0)
            return 1;
        var width = points.Max(p => p.X) - points.Min(p => p.X);
        var height = points.Max(p => p.Y) - points.Min(p => p.Y);
        return Math.Max(1e-9, Math.Sqrt(2 * Math.Max(width * height, 1e-9) / points.Length));
    }
}
