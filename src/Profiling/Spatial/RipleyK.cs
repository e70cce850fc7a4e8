namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// How many further points lie within a distance of a point, against points placed at random.
/// </summary>
/// <remarks>
/// Ripley 1976, with the correction by translation for a region of any shape (Ohser and Stoyan 1981; Illian, Penttinen,
/// Stoyan and Stoyan 2008, eq. 4.3.36): K(r) = |W|² / (n (n − 1)) · Σ over ordered pairs i ≠ j with d_ij ≤ r of
/// 1 / |W ∩ (W + x_i − x_j)|. Under complete randomness K(r) = π r² and L(r) = √(K(r) / π) = r.
/// </remarks>
public sealed class RipleyK
{
    private readonly SetCovariance _covariance;
    private readonly double[] _radii;
    private readonly double _area;

    /// <param name="region">Where points may lie.</param>
    /// <param name="radii">The distances, in pixels, ascending, above 0.</param>
    /// <exception cref="ArgumentException">There are none, or they do not ascend.</exception>
    public RipleyK(PointRegion region, IReadOnlyList<double> radii)
    {
        ArgumentNullException.ThrowIfNull(region);
        _radii = [.. radii];
        if (_radii.Length == 0 || !(_radii[0] > 0) || _radii.Zip(_radii.Skip(1)).Any(p => !(p.First < p.Second)))
            throw new ArgumentException("Radii are to ascend from above 0.", nameof(radii));
        _covariance = new SetCovariance(region, _radii[^1]);
        _area = region.Area;
    }

    /// <summary>K at each radius, in square pixels; not a number for fewer than two points.</summary>
    public double[] Of(IReadOnlyList<PointPosition> points)
    {
        PointPosition[] all = [.. points];
        var sums = new double[_radii.Length];
        if (all.Length < 2)
        {
            Array.Fill(sums, double.NaN);
            return sums;
        }

        new PointGrid(all, _radii[^1]).ForEachPair(_radii[^1], (i, j, distance) =>
        {
            var at = Array.BinarySearch(_radii, distance);
            sums[at >= 0 ? at : ~at] += 2 / _covariance.At(all[i].X - all[j].X, all[i].Y - all[j].Y);
        });
        var scale = _area * _area / (all.Length * (all.Length - 1.0));
        var sum = 0.0;
        for (var i = 0; i < sums.Length; i++)
        {
            sum += sums[i];
            sums[i] = sum * scale;
        }

        return sums;
    }

    /// <summary>L = √(K / π), in pixels: the radius itself for points placed at random.</summary>
    public double[] LOf(IReadOnlyList<PointPosition> points) =>
        Array.ConvertAll(Of(points), k => Math.Sqrt(k / Math.PI));
}
