using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Selection;

/// <summary>
/// The correlation of every two features of a table.
/// </summary>
/// <remarks>
/// <para>Pearson's r, or that of average ranks, over the rows where both features are finite; NaN is undefined: fewer
/// than two such rows, or a feature that is constant on them. Symmetric, within [-1, 1], and exactly 1 for a feature
/// with itself. Source: pandas 1.5.3, <c>DataFrame.corr</c>.</para>
/// <para>Features without gaps go through one matrix product of their standardized columns; each pair with a gap is
/// summed on its own. It holds features² numbers, and a copy of the columns while it works.</para>
/// </remarks>
public sealed class FeatureCorrelations
{
    private readonly double[] _values;

    private FeatureCorrelations(double[] values, int featureCount)
    {
        _values = values;
        FeatureCount = featureCount;
    }

    /// <summary>The number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>The correlations of one feature with all, in their order.</summary>
    public ReadOnlySpan<double> Row(int feature) => _values.AsSpan(feature * FeatureCount, FeatureCount);

    /// <summary>Correlates features, named by their indices, over all rows.</summary>
    public static FeatureCorrelations Of(ProfileTable table, IReadOnlyList<int> features, CorrelationMethod method)
    {
        var hasGap = new bool[features.Count];
        FeatureBlocks.ForEach(
            features.Count, table.RowCount, 0, (i, _) => hasGap[i] = !RowVectors.AllFinite(table.Feature(features[i])));
        int[] whole = [.. Enumerable.Range(0, features.Count).Where(i => !hasGap[i])];
        int[] gapped = [.. Enumerable.Range(0, features.Count).Where(i => hasGap[i])];
        var values = OfWhole(table, features, whole, method);
        if (gapped.Length > 0)
        {
            values = Spread(values, whole, features.Count);
            GappedCorrelations.Fill(table, features, gapped, method, values);
        }

        return new FeatureCorrelations(values, features.Count);
    }

    /// <summary>The correlations of features without gaps with each other.</summary>
    private static double[] OfWhole(
        ProfileTable table, IReadOnlyList<int> features, int[] whole, CorrelationMethod method)
    {
        var rowCount = table.RowCount;
        var standardized = LargeArrays.Uninitialized(ProfileTable.ValueCount(rowCount, whole.Length));
        var isConstant = new bool[whole.Length];
        FeatureBlocks.ForEach(whole.Length, rowCount, 0, (w, _) =>
        {
            var column = standardized.AsSpan(w * rowCount, rowCount);
            table.Feature(features[whole[w]]).CopyTo(column);
            if (method == CorrelationMethod.Spearman)
                SpearmanCorrelation.AverageRanks(column).CopyTo(column);
            isConstant[w] = !column.ContainsAnyExcept(column[0]) || !TryStandardize(column);
        });
        var correlations = MatrixProduct.Gram(standardized, rowCount, whole.Length);
        for (var a = 0; a < whole.Length; a++)
        {
            var row = correlations.AsSpan(a * whole.Length, whole.Length);
            foreach (ref var r in row)
                r = Math.Clamp(r, -1, 1);
            row[a] = 1;
        }

        for (var a = 0; a < whole.Length; a++)
        {
            for (var b = 0; isConstant[a] && b < whole.Length; b++)
                correlations[(a * whole.Length) + b] = correlations[(b * whole.Length) + a] = double.NaN;
        }

        return correlations;
    }

    /// <summary>The same numbers in the rows and columns of all features; the others are NaN.</summary>
    private static double[] Spread(double[] ofWhole, int[] whole, int featureCount)
    {
        var values = new double[ProfileTable.ValueCount(featureCount, featureCount)];
        Array.Fill(values, double.NaN);
        for (var a = 0; a < whole.Length; a++)
        {
            for (var b = 0; b < whole.Length; b++)
                values[(whole[a] * featureCount) + whole[b]] = ofWhole[(a * whole.Length) + b];
        }

        return values;
    }

    /// <summary>Makes the mean 0 and the sum of squares 1; false where all is equal up to rounding to 0.</summary>
    private static bool TryStandardize(Span<double> column)
    {
        RowVectors.Subtract(column, OrderStatistics.Mean(column));
        return RowVectors.TryNormalize(column);
    }
}
