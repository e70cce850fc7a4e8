namespace HcsGrid.Profiling;

/// <summary>
/// One axis from negative to positive controls, fitted on all of them but one.
/// </summary>
internal sealed class ControlAxisFit
{
    private readonly double[] _weights;
    private readonly double _offset;
    private readonly double _length;

    private ControlAxisFit(double[] weights, double offset, double length, int featureCount)
    {
        _weights = weights;
        _offset = offset;
        _length = length;
        FeatureCount = featureCount;
    }

    /// <summary>Features that vary among the controls of this fit.</summary>
    public int FeatureCount { get; }

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
            return new ControlAxisFit([], 0, 0, 0);

        var (meanN, squaresN) = MeanAndSquares(rows, negative);
        var (meanP, squaresP) = MeanAndSquares(rows, positive);
        var variances = new double[rows.FeatureCount];
        for (var f = 0; f < variances.Length; f++)
        {
            var variance = (squaresN[f] + squaresP[f]) / (negative.Length + positive.Length - 2);
            var largest = Math.Max(Math.Abs(meanN[f]), Math.Abs(meanP[f]));
            var constant = OrderStatistics.IsConstant(variance, largest, negative.Length + positive.Length);
            variances[f] = constant || !double.IsFinite(variance) ? 0 : variance;
        }

        var varying = Array.FindAll(variances, variance => variance > 0);
        var featureCount = varying.Length;
        var shrinkage = OrderStatistics.Median(varying);
        var weights = new double[variances.Length];
        for (var f = 0; f < weights.Length; f++)
            weights[f] = variances[f] > 0 ? (meanP[f] - meanN[f]) / (variances[f] + shrinkage) : 0;
        var offset = RowVectors.Dot(weights, meanN);
        var length = RowVectors.Dot(weights, meanP) - offset;
        return length > 0 && double.IsFinite(length)
            ? new ControlAxisFit(weights, offset, length, featureCount)
            : new ControlAxisFit([], 0, 0, featureCount);
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
