using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Fits a transform that makes features uncorrelated and of variance 1 among reference rows, as a rule the negative
/// controls.
/// </summary>
/// <remarks>
/// <para>X is the reference rows centred and, for the cor methods, divided by the standard deviation (ddof 0);
/// X = U·S·Vᵀ; W = V·(S + ε)⁻¹·√(n − 1), for the ZCA methods times Vᵀ; Y = X·W. The covariance (ddof 1) of the sphered
/// reference rows is the identity but for the factors S²/(S + ε)² along the singular directions. Source: pycytominer
/// 1.2.4's Spherize; Kessy, Lewin and Strimmer, Optimal whitening and decorrelation (2018).</para>
/// <para>No more reference rows than features: the rank must be n − 1; ε is added to the n − 1 singular values, and
/// every direction that the reference rows do not span is scaled as the smallest of them. With more, the rank must be
/// the number of features. Any other rank is an error, as in the source: features depend on each other.</para>
/// <para>A feature without variance among the reference rows is an error that names it (cor methods; of the others it
/// lowers the rank). So is a value that is missing or infinite: fill or drop it first. A single reference row is too
/// few.</para>
/// <para>PCA methods name their outputs <c>PC1</c>, <c>PC2</c>, … by falling variance, each with its weight of largest
/// absolute value positive; beyond the rank they are some orthogonal directions, which the source leaves open too. ZCA
/// methods keep the features' names.</para>
/// <para>Accuracy: the covariance is right to about 1e-16 times the condition number of X (see <see
/// cref="SingularVectors"/>). Time: 4·n·d² + 20·d³ operations for n rows of d features. The same input gives the same
/// bytes on any number of threads.</para>
/// </remarks>
public static class Sphering
{
    /// <summary>Fits on the reference rows of a table.</summary>
    /// <exception cref="ArgumentException">Fewer than two reference rows, one outside the table, or one of the errors
    /// above.</exception>
    public static FittedSphering Fit(ProfileTable table, IReadOnlyList<int> referenceRows, SpheringOptions options)
    {
        options.Validate();
        table.RequireRows(referenceRows);
        if (referenceRows.Count < 2)
        {
            throw new ArgumentException(
                $"{referenceRows.Count} reference rows are too few to sphere by; there must be at least 2.",
                nameof(referenceRows));
        }

        var means = CentredRows.MeansOf(table, referenceRows);
        var isCor = options.Method is SpheringMethod.PcaCor or SpheringMethod.ZcaCor;
        var deviations = isCor ? CentredRows.DeviationsOf(table, referenceRows, means) : null;
        if (deviations is not null && Array.IndexOf(deviations, 0) is var constant and >= 0)
        {
            throw new ArgumentException(
                $"Feature '{table.FeatureNames[constant]}' does not vary among the {referenceRows.Count} reference "
                + "rows: it cannot be divided by its standard deviation; drop it first.",
                nameof(table));
        }

        var centred = CentredRows.Of(table, referenceRows, means, deviations);
        var singular = SingularVectors.Of(centred, referenceRows.Count, table.FeatureCount);
        RequireRank(singular.Rank, referenceRows.Count, table.FeatureCount);
        var isPca = options.Method is SpheringMethod.Pca or SpheringMethod.PcaCor;
        var weights = isPca
            ? AxisWeights(singular, options.Epsilon)
            : FeatureWeights(singular, options.Epsilon);
        VectorKernel.Scale(weights, Math.Sqrt(referenceRows.Count - 1));
        string[] outputs = isPca
            ? [.. Enumerable.Range(1, table.FeatureCount).Select(number => $"PC{number}")]
            : [.. table.FeatureNames];
        return new FittedSphering(
            options, table.FeatureNames, outputs, means, deviations, weights, singular.Values);
    }

    private static void RequireRank(int rank, int rows, int features)
    {
        var needed = rows > features ? features : rows - 1;
        if (rank == needed)
            return;
        throw new ArgumentException(
            $"The {rows} reference rows of {features} features have rank {rank}; sphering needs {needed}. Some "
            + "features (or rows) depend on each other: select features first.");
    }

    /// <summary>PCA: row i is the i-th axis over its singular value.</summary>
    private static double[] AxisWeights(SingularVectors singular, double epsilon)
    {
        var count = singular.ColumnCount;
        var weights = singular.Rank == count ? singular.Vectors : OrthogonalComplement.Complete(singular);
        for (var i = 0; i < count; i++)
        {
            var axis = weights.AsSpan(i * count, count);
            SingularVectors.FixSign(axis);
            VectorKernel.Scale(axis, 1 / (singular.Values[Math.Min(i, singular.Rank - 1)] + epsilon));
        }

        return weights;
    }

    /// <summary>
    /// ZCA: V·D·Vᵀ with D = 1/(S + ε), which is symmetric. Where the rank is less than the number of features, every
    /// other direction has the largest weight d of the known ones: d·I − V·(d − D)·Vᵀ.
    /// </summary>
    private static double[] FeatureWeights(SingularVectors singular, double epsilon)
    {
        var count = singular.ColumnCount;
        var rest = singular.Rank == count ? 0 : 1 / (singular.Values[^1] + epsilon);
        var roots = (double[])singular.Vectors.Clone();
        for (var i = 0; i < singular.Rank; i++)
        {
            var weight = 1 / (singular.Values[i] + epsilon);
            VectorKernel.Scale(roots.AsSpan(i * count, count), Math.Sqrt(rest == 0 ? weight : rest - weight));
        }

        var weights = MatrixProduct.GramOfRowMajor(roots, singular.Rank, count);
        if (rest == 0)
            return weights;
        VectorKernel.Scale(weights, -1);
        for (var i = 0; i < count; i++)
            weights[(i * count) + i] += rest;
        return weights;
    }
}
