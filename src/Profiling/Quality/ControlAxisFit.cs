namespace HcsGrid.Profiling.Quality;

/// <summary>
/// One axis from negative to positive controls, fitted on all of them but one.
/// </summary>
internal sealed class ControlAxisFit
{
    private readonly double[] _weights;
    private readonly double _offset;
    private readonly double _length;

    private ControlAxisFit(double[] weights, double offset, double length, int featureCount, double shrinkage)
    {
        _weights = weights;
        _offset = offset;
        _length = length;
        FeatureCount = featureCount;
        Shrinkage = shrinkage;
    }

    /// <summary>Features that vary among the controls of this fit.</summary>
    public int FeatureCount { get; }

    /// <summary>How far the correlations were shrunk towards none, 0 to 1.</summary>
    public double Shrinkage { get; }

    /// <summary>The score of a row: 0 and 1 are the means of the fit's controls; NaN where the axis is
    /// undefined.</summary>
    public double Score(ReadOnlySpan<double> row)
    {
        if (_weights.Length == 0)
            return double.NaN;
        var score = (RowVectors.Dot(_weights, row) - _offset) / _length;
        return double.IsFinite(score) ? score : double.NaN;
    }

    public static ControlAxisFit Of(
        RowVectors rows, IReadOnlyList<int> negativeRows, IReadOnlyList<int> positiveRows, int leftOut)
    {
        var negative = negativeRows.Where(row => row != leftOut).ToArray();
        var positive = positiveRows.Where(row => row != leftOut).ToArray();
        if (negative.Length < 2 || positive.Length < 2)
            return new ControlAxisFit([], 0, 0, 0, 0);

        var (meanN, squaresN) = MeanAndSquares(rows, negative);
        var (meanP, squaresP) = MeanAndSquares(rows, positive);
        var freedom = negative.Length + positive.Length - 2;
        var deviations = new double[rows.FeatureCount];
        for (var f = 0; f < deviations.Length; f++)
        {
            var variance = (squaresN[f] + squaresP[f]) / freedom;
            var largest = Math.Max(Math.Abs(meanN[f]), Math.Abs(meanP[f]));
            var constant = OrderStatistics.IsConstant(variance, largest, negative.Length + positive.Length);
            deviations[f] = constant || !double.IsFinite(variance) ? 0 : Math.Sqrt(variance);
        }

        var used = Enumerable.Range(0, deviations.Length).Where(f => deviations[f] > 0).ToArray();
        var residuals = new double[negative.Length + positive.Length][];
        for (var i = 0; i < residuals.Length; i++)
        {
            var isNegative = i < negative.Length;
            var row = rows[isNegative ? negative[i] : positive[i - negative.Length]];
            var mean = isNegative ? meanN : meanP;
            residuals[i] = new double[used.Length];
            for (var u = 0; u < used.Length; u++)
                residuals[i][u] = (row[used[u]] - mean[used[u]]) / deviations[used[u]];
        }

        var difference = Array.ConvertAll(used, f => (meanP[f] - meanN[f]) / deviations[f]);
        var correlation = ShrunkenCorrelation.Of(residuals, freedom);
        var solved = correlation.Solve(difference);
        var weights = new double[rows.FeatureCount];
        for (var u = 0; u < used.Length; u++)
            weights[used[u]] = solved[u] / deviations[used[u]];
        var offset = RowVectors.Dot(weights, meanN);
        var length = RowVectors.Dot(weights, meanP) - offset;
        return length > 0 && double.IsFinite(length)
            ? new ControlAxisFit(weights, offset, length, used.Length, correlation.Shrinkage)
            : new ControlAxisFit([], 0, 0, used.Length, correlation.Shrinkage);
    }

    /// <summary>Means, and sums of squares around them, of some rows.</summary>
    private static (double[] Mean, double[] Squares) MeanAndSquares(RowVectors rows, int[] selected)
    {
        var (mean, squares) = (new double[rows.FeatureCount], new double[rows.FeatureCount]);
        foreach (var row in selected)
        {
            var values = rows[row];
            for (var f = 0; f < values.Length; f++)
                mean[f] += values[f];
        }

        for (var f = 0; f < mean.Length; f++)
            mean[f] /= selected.Length;
        foreach (var row in selected)
        {
            var values = rows[row];
            for (var f = 0; f < values.Length; f++)
                squares[f] += (values[f] - mean[f]) * (values[f] - mean[f]);
        }

        return (mean, squares);
    }
}
