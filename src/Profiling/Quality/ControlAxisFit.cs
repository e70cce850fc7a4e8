using MathNet.Numerics.LinearAlgebra;

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
        var gram = GramOf(residuals);
        var shrinkage = ShrinkageOf(residuals, gram);
        var solved = Solve(residuals, gram, difference, shrinkage, freedom);
        var weights = new double[rows.FeatureCount];
        for (var u = 0; u < used.Length; u++)
            weights[used[u]] = solved[u] / deviations[used[u]];
        var offset = RowVectors.Dot(weights, meanN);
        var length = RowVectors.Dot(weights, meanP) - offset;
        return length > 0 && double.IsFinite(length)
            ? new ControlAxisFit(weights, offset, length, used.Length, shrinkage)
            : new ControlAxisFit([], 0, 0, used.Length, shrinkage);
    }

    private static double[,] GramOf(double[][] residuals)
    {
        var gram = new double[residuals.Length, residuals.Length];
        for (var i = 0; i < residuals.Length; i++)
        {
            for (var j = 0; j <= i; j++)
                gram[i, j] = gram[j, i] = RowVectors.Dot(residuals[i], residuals[j]);
        }

        return gram;
    }

    /// <summary>
    /// The share λ = Σ Var(r) / Σ r² over all pairs of features, 0 to 1. With Z the residuals (n × p) and w = z_f·z_g
    /// one pair's products: Var(r) = n/(n−1)³ · Σ (w − w̄)², r = n·w̄/(n−1). The sums over pairs are taken from n × n
    /// products: Σ_fg (Σ_k z_kf z_kg)² = Σ_kl (Σ_f z_kf z_lf)².
    /// </summary>
    private static double ShrinkageOf(double[][] residuals, double[,] gram)
    {
        double n = residuals.Length;
        var (products, squares) = (0.0, 0.0);
        for (var i = 0; i < residuals.Length; i++)
        {
            squares += gram[i, i] * gram[i, i];
            for (var j = 0; j < residuals.Length; j++)
                products += gram[i, j] * gram[i, j];
        }

        for (var f = 0; f < residuals[0].Length; f++)
        {
            var (sum, fourth) = (0.0, 0.0);
            foreach (var row in residuals)
            {
                var square = row[f] * row[f];
                sum += square;
                fourth += square * square;
            }

            products -= sum * sum;
            squares -= fourth;
        }

        var correlations = products / ((n - 1) * (n - 1));
        var variances = n / ((n - 1) * (n - 1) * (n - 1)) * (squares - (products / n));
        return correlations > 0 ? Math.Clamp(variances / correlations, MinShrinkage, 1) : 1;
    }

    /// <summary>Keeps the correlation matrix invertible where there are more features than controls.</summary>
    private const double MinShrinkage = 0.01;

    /// <summary>
    /// Solves ((1 − λ)·ZᵀZ/ν + λ·I) w = d by the n × n system that Woodbury's identity leaves.
    /// </summary>
    private static double[] Solve(
        double[][] residuals, double[,] gram, double[] difference, double shrinkage, int freedom)
    {
        var solved = Array.ConvertAll(difference, d => d / shrinkage);
        if (shrinkage >= 1)
            return solved;
        var system = (double[,])gram.Clone();
        for (var i = 0; i < residuals.Length; i++)
            system[i, i] += freedom * shrinkage / (1 - shrinkage);
        var right = Array.ConvertAll(residuals, row => RowVectors.Dot(row, difference));
        var inner = Matrix<double>.Build.DenseOfArray(system).Cholesky().Solve(Vector<double>.Build.Dense(right));
        for (var i = 0; i < residuals.Length; i++)
        {
            for (var u = 0; u < solved.Length; u++)
                solved[u] -= residuals[i][u] * inner[i] / shrinkage;
        }

        return solved;
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
