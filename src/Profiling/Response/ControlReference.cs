using HcsGrid.Profiling.Quality;

namespace HcsGrid.Profiling.Response;

/// <summary>
/// Centre of each plate and covariance within plates of some negative controls.
/// </summary>
internal sealed class ControlReference
{
    private readonly double[]?[] _centres;
    private readonly double[] _inverseDeviations;
    private readonly ShrunkenCorrelation _correlation;

    private ControlReference(
        double[]?[] centres, double[] inverseDeviations, ShrunkenCorrelation correlation, int featureCount)
    {
        (_centres, _inverseDeviations, _correlation) = (centres, inverseDeviations, correlation);
        FeatureCount = featureCount;
    }

    /// <summary>Features that vary among the controls.</summary>
    public int FeatureCount { get; }

    /// <summary>Numbers of the representation that <see cref="Represent"/> gives beside the features.</summary>
    public int ProjectionLength => _correlation.RowCount;

    /// <summary>The reference of some controls; null where none of their features varies.</summary>
    public static ControlReference? Of(
        RowVectors rows, ControlPlates plates, int[][] controls, int maxReferenceCount)
    {
        var centres = new double[]?[plates.Count];
        var squares = new double[rows.FeatureCount];
        var largest = new double[rows.FeatureCount];
        var (wells, freedom) = (new List<(int Row, int Plate)>(), 0);
        for (var plate = 0; plate < controls.Length; plate++)
        {
            if (controls[plate].Length == 0)
                continue;
            var centre = CentreOf(rows, controls[plate], squares);
            for (var f = 0; f < centre.Length; f++)
                largest[f] = Math.Max(largest[f], Math.Abs(centre[f]));
            centres[plate] = centre;
            freedom += controls[plate].Length - 1;
            wells.AddRange(controls[plate].Select(row => (row, plate)));
        }

        if (freedom < 1)
            return null;
        var (inverse, used) = (new double[rows.FeatureCount], 0);
        for (var f = 0; f < inverse.Length; f++)
        {
            var variance = squares[f] / freedom;
            if (!double.IsFinite(variance) || OrderStatistics.IsConstant(variance, largest[f], wells.Count))
                continue;
            inverse[f] = 1 / Math.Sqrt(variance);
            used++;
        }

        if (used == 0)
            return null;

        // Evenly over the plates, when there are more controls than correlations need.
        var count = Math.Min(wells.Count, maxReferenceCount);
        var residuals = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var (row, plate) = wells[(int)((long)i * wells.Count / count)];
            residuals[i] = Scaled(rows[row], centres[plate]!, inverse);
        }

        var correlation = ShrunkenCorrelation.Of(residuals, (double)freedom * count / wells.Count);
        return new ControlReference(centres, inverse, correlation, used);
    }

    /// <summary>The squared distance of a mean of wells from the mean of their plates' centres.</summary>
    public double SquaredDistance(double[] mean, PlatePattern pattern)
    {
        var (difference, projection) = (new double[mean.Length], new double[ProjectionLength]);
        return SquaredDistance(mean, CentreOf(pattern), difference, projection);
    }

    /// <summary>The same with the pattern's centre at hand; the buffers are overwritten.</summary>
    public double SquaredDistance(double[] mean, double[] centre, double[] difference, double[] projection)
    {
        for (var f = 0; f < difference.Length; f++)
            difference[f] = (mean[f] - centre[f]) * _inverseDeviations[f];
        _correlation.Project(difference, projection);
        return Math.Max(Product(difference, projection, difference, projection), 0);
    }

    /// <summary>The mean centre of a pattern's wells.</summary>
    public double[] CentreOf(PlatePattern pattern)
    {
        var centre = new double[_inverseDeviations.Length];
        foreach (var (plate, count) in pattern.Parts)
        {
            var own = _centres[plate]!;
            for (var f = 0; f < centre.Length; f++)
                centre[f] += own[f] * count / pattern.ReplicateCount;
        }

        return centre;
    }

    /// <summary>A well as two vectors whose products with another well's are <see cref="Product"/>.</summary>
    public (double[] Difference, double[] Projection) Represent(ReadOnlySpan<double> well, int plate)
    {
        var difference = Scaled(well, _centres[plate]!, _inverseDeviations);
        var projection = new double[ProjectionLength];
        _correlation.Project(difference, projection);
        return (difference, projection);
    }

    /// <summary>aᵀ·Σ⁻¹·b.</summary>
    public double Product(double[] a, double[] projectedA, double[] b, double[] projectedB) =>
        (RowVectors.Dot(a, b) - RowVectors.Dot(projectedA, projectedB)) / _correlation.Shrinkage;

    private static double[] Scaled(ReadOnlySpan<double> well, double[] centre, double[] inverse)
    {
        var scaled = new double[centre.Length];
        for (var f = 0; f < scaled.Length; f++)
            scaled[f] = (well[f] - centre[f]) * inverse[f];
        return scaled;
    }

    /// <summary>The mean of some rows; adds their squares around it.</summary>
    private static double[] CentreOf(RowVectors rows, int[] selected, double[] squares)
    {
        var centre = new double[rows.FeatureCount];
        foreach (var row in selected)
        {
            var values = rows[row];
            for (var f = 0; f < centre.Length; f++)
                centre[f] += values[f];
        }

        for (var f = 0; f < centre.Length; f++)
            centre[f] /= selected.Length;
        foreach (var row in selected)
        {
            var values = rows[row];
            for (var f = 0; f < centre.Length; f++)
                squares[f] += (values[f] - centre[f]) * (values[f] - centre[f]);
        }

        return centre;
    }
}
