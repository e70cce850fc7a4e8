using MathNet.Numerics.LinearAlgebra;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Lays profiles out on a plane by their first principal components.
/// </summary>
/// <remarks>
/// <para>Rows are centred, not scaled; a feature that some row has no finite value of is left out. The eigenvectors
/// are those of the smaller of X Xᵀ and Xᵀ X (X the centred rows), at most <see cref="MaxOrder"/> a side. The same
/// table gives the same bytes: sums have a fixed order, one thread works.</para>
/// <para>Sign: the loading of largest absolute value in each component, the first of equal ones, is positive.</para>
/// <para>A component beyond the rank (rows that do not differ, one row, no features) has coordinates, loadings and
/// share 0. Source: scikit-learn's PCA.</para>
/// </remarks>
public static class PrincipalComponents
{
    /// <summary>The most rows or features, whichever are fewer: the decomposition takes cubic time.</summary>
    public const int MaxOrder = 2048;

    /// <summary>The first two components.</summary>
    public static PrincipalComponentsProjection Project2(ProfileTable table) => Project(table, 2);

    /// <summary>The first components, as many as asked for.</summary>
    /// <exception cref="ArgumentException">Both rows and usable features are more than
    /// <see cref="MaxOrder"/>.</exception>
    public static PrincipalComponentsProjection Project(ProfileTable table, int componentCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(componentCount, 1);
        var rows = RowVectors.OfFinite(table);
        var used = Array.ConvertAll(rows.FeatureIndices, f => table.FeatureNames[f]);
        var order = Math.Min(rows.RowCount, rows.FeatureCount);
        if (order > MaxOrder)
        {
            throw new ArgumentException(
                $"{rows.RowCount} rows of {rows.FeatureCount} features: one of the two may be at most {MaxOrder}.",
                nameof(table));
        }

        var (byRow, byFeature) = Centre(rows);
        var (values, vectors) = Decompose(rows.RowCount <= rows.FeatureCount ? byRow : byFeature);
        var total = byFeature.Sum(feature => RowVectors.Dot(feature, feature));
        var (coordinates, loadings) = (new double[componentCount][], new double[componentCount][]);
        var shares = new double[componentCount];
        for (var c = 0; c < componentCount; c++)
        {
            loadings[c] = new double[rows.FeatureCount];
            coordinates[c] = new double[rows.RowCount];
            // Eigenvalues are exact to about order·ε of the largest: below that there is no component.
            if (c >= order || !(values[c] > values[0] * order * 1e-15))
                continue;
            shares[c] = values[c] / total;
            if (rows.RowCount <= rows.FeatureCount)
                Multiply(byFeature, vectors[c], loadings[c]);
            else
                vectors[c].CopyTo(loadings[c], 0);
            RowVectors.TryNormalize(loadings[c]);
            FixSign(loadings[c]);
            Multiply(byRow, loadings[c], coordinates[c]);
        }

        return new PrincipalComponentsProjection(coordinates, shares, loadings, used);
    }

    /// <summary>The rows less their mean, row by row and feature by feature.</summary>
    private static (double[][] ByRow, double[][] ByFeature) Centre(RowVectors rows)
    {
        var byFeature = new double[rows.FeatureCount][];
        var byRow = new double[rows.RowCount][];
        for (var row = 0; row < byRow.Length; row++)
            byRow[row] = rows[row].ToArray();
        for (var f = 0; f < byFeature.Length; f++)
        {
            var feature = new double[rows.RowCount];
            for (var row = 0; row < feature.Length; row++)
                feature[row] = byRow[row][f];
            var mean = OrderStatistics.Mean(feature);
            for (var row = 0; row < feature.Length; row++)
                byRow[row][f] = feature[row] -= mean;
            byFeature[f] = feature;
        }

        return (byRow, byFeature);
    }

    /// <summary>Eigenvalues and eigenvectors of the vectors' Gram matrix, largest first.</summary>
    private static (double[] Values, double[][] Vectors) Decompose(double[][] vectors)
    {
        var order = vectors.Length;
        if (order == 0)
            return ([], []);
        var gram = Matrix<double>.Build.Dense(order, order);
        for (var i = 0; i < order; i++)
        {
            for (var j = i; j < order; j++)
                gram[i, j] = gram[j, i] = RowVectors.Dot(vectors[i], vectors[j]);
        }

        var decomposition = gram.Evd(Symmetricity.Symmetric);
        var values = decomposition.EigenValues.Select(value => value.Real).ToArray();
        var largestFirst = Enumerable.Range(0, order).OrderByDescending(i => values[i]).ToArray();
        return (
            Array.ConvertAll(largestFirst, i => values[i]),
            Array.ConvertAll(largestFirst, i => decomposition.EigenVectors.Column(i).ToArray()));
    }

    private static void Multiply(double[][] matrix, double[] vector, double[] result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = RowVectors.Dot(matrix[i], vector);
    }

    private static void FixSign(double[] loadings)
    {
        var largest = 0;
        for (var i = 1; i < loadings.Length; i++)
        {
            if (Math.Abs(loadings[i]) > Math.Abs(loadings[largest]))
                largest = i;
        }

        if (loadings[largest] >= 0)
            return;
        for (var i = 0; i < loadings.Length; i++)
            loadings[i] = -loadings[i];
    }
}
