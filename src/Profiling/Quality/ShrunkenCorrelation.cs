namespace HcsGrid.Profiling.Quality;

/// <summary>
/// The correlations of features, shrunken towards none until they have an inverse, from fewer rows than features.
/// </summary>
/// <remarks>
/// R_λ = (1 − λ)·ZᵀZ/ν + λ·I, Z the rows' residuals in units of each feature's deviation. λ = Σ Var(r) / Σ r² over all
/// pairs of features, computed from the rows themselves (Schäfer and Strimmer 2005), at least 0.01. The matrix is never
/// made: Woodbury's identity leaves a system of one equation a row, K = ZZᵀ + νλ/(1 − λ)·I = L·Lᵀ.
/// </remarks>
internal sealed class ShrunkenCorrelation
{
    /// <summary>Keeps the correlation matrix invertible where there are more features than rows.</summary>
    private const double MinShrinkage = 0.01;

    private readonly double[][] _residuals;
    private readonly double[] _factor;

    private ShrunkenCorrelation(double[][] residuals, double[] factor, double shrinkage)
    {
        (_residuals, _factor, Shrinkage) = (residuals, factor, shrinkage);
    }

    /// <summary>How far the correlations were shrunk towards none, 0.01 to 1.</summary>
    public double Shrinkage { get; }

    /// <summary>The number of residual rows.</summary>
    public int RowCount => _residuals.Length;

    /// <param name="residuals">One array a row, one value a feature, of variance 1.</param>
    /// <param name="freedom">ν: the rows less the means that were taken off them.</param>
    public static ShrunkenCorrelation Of(double[][] residuals, double freedom)
    {
        var count = residuals.Length;
        var gram = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
                gram[(i * count) + j] = gram[(j * count) + i] = RowVectors.Dot(residuals[i], residuals[j]);
        }

        var shrinkage = ShrinkageOf(residuals, gram);
        if (shrinkage >= 1)
            return new ShrunkenCorrelation(residuals, [], 1);
        for (var i = 0; i < count; i++)
            gram[(i * count) + i] += freedom * shrinkage / (1 - shrinkage);
        Factorize(gram, count);
        return new ShrunkenCorrelation(residuals, gram, shrinkage);
    }

    /// <summary>R_λ⁻¹·d.</summary>
    public double[] Solve(double[] difference)
    {
        var solved = Array.ConvertAll(difference, d => d / Shrinkage);
        var inner = new double[RowCount];
        if (!Project(difference, inner))
            return solved;
        for (var i = RowCount - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < RowCount; k++)
                inner[i] -= _factor[(k * RowCount) + i] * inner[k];
            inner[i] /= _factor[(i * RowCount) + i];
        }

        for (var i = 0; i < RowCount; i++)
        {
            for (var f = 0; f < solved.Length; f++)
                solved[f] -= _residuals[i][f] * inner[i] / Shrinkage;
        }

        return solved;
    }

    /// <summary>y = L⁻¹·Z·d, so that aᵀ·R_λ⁻¹·b = (a·b − y_a·y_b)/λ. All zeros, and false, with λ = 1.</summary>
    public bool Project(ReadOnlySpan<double> difference, Span<double> projection)
    {
        projection.Clear();
        if (_factor.Length == 0)
            return false;
        for (var i = 0; i < RowCount; i++)
        {
            var known = RowVectors.Dot(_factor.AsSpan(i * RowCount, i), projection[..i]);
            projection[i] = (RowVectors.Dot(_residuals[i], difference) - known) / _factor[(i * RowCount) + i];
        }

        return true;
    }

    /// <summary>
    /// With w = z_f·z_g one pair's products: Var(r) = n/(n−1)³ · Σ (w − w̄)², r = n·w̄/(n−1). The sums over pairs are
    /// taken from n × n products: Σ_fg (Σ_k z_kf z_kg)² = Σ_kl (Σ_f z_kf z_lf)².
    /// </summary>
    private static double ShrinkageOf(double[][] residuals, double[] gram)
    {
        double n = residuals.Length;
        var (products, squares) = (0.0, 0.0);
        for (var i = 0; i < residuals.Length; i++)
        {
            var diagonal = gram[(i * residuals.Length) + i];
            squares += diagonal * diagonal;
            for (var j = 0; j < residuals.Length; j++)
                products += gram[(i * residuals.Length) + j] * gram[(i * residuals.Length) + j];
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

    /// <summary>Cholesky's lower factor in place of a positive definite matrix, row by row.</summary>
    private static void Factorize(double[] matrix, int order)
    {
        for (var i = 0; i < order; i++)
        {
            var row = matrix.AsSpan(i * order, order);
            for (var j = 0; j < i; j++)
            {
                var other = matrix.AsSpan(j * order, order);
                row[j] = (row[j] - RowVectors.Dot(row[..j], other[..j])) / other[j];
            }

            row[i] = Math.Sqrt(row[i] - RowVectors.Dot(row[..i], row[..i]));
        }
    }
}
