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
        var values = new double[ProfileTable.ValueCount(features.Count, features.Count)];
        Array.Fill(values, double.NaN);
        var hasGap = new bool[features.Count];
        FeatureBlocks.ForEach(features.Count, table.RowCount, 0, (i, _) =>
        {
            foreach (var value in table.Feature(features[i]))
                hasGap[i] |= !double.IsFinite(value);
        });
        int[] whole = [.. Enumerable.Range(0, features.Count).Where(i => !hasGap[i])];
        FillWhole(table, features, whole, method, values);
        int[] gapped = [.. Enumerable.Range(0, features.Count).Where(i => hasGap[i])];
        if (gapped.Length > 0)
            GappedCorrelations.Fill(table, features, gapped, method, values);
        return new FeatureCorrelations(values, features.Count);
    }

    private static void FillWhole(
        ProfileTable table, IReadOnlyList<int> features, int[] whole, CorrelationMethod method, double[] values)
    {
        var rowCount = table.RowCount;
        var standardized = GC.AllocateUninitializedArray<double>(ProfileTable.ValueCount(rowCount, whole.Length));
        var isConstant = new bool[whole.Length];
        FeatureBlocks.ForEach(whole.Length, rowCount, 0, (w, _) =>
        {
            var column = standardized.AsSpan(w * rowCount, rowCount);
            table.Feature(features[whole[w]]).CopyTo(column);
            if (method == CorrelationMethod.Spearman)
                SpearmanCorrelation.AverageRanks(column).CopyTo(column);
            isConstant[w] = !column.ContainsAnyExcept(column[0]) || !TryStandardize(column);
        });
        var products = MatrixProduct.Gram(standardized, rowCount, whole.Length);
        for (var a = 0; a < whole.Length; a++)
        {
            for (var b = 0; b < whole.Length; b++)
            {
                var r = a == b ? 1 : Math.Clamp(products[(a * whole.Length) + b], -1, 1);
                values[(whole[a] * features.Count) + whole[b]] = isConstant[a] || isConstant[b] ? double.NaN : r;
            }
        }
    }

    /// <summary>Makes the mean 0 and the sum of squares 1; false where all is equal up to rounding to 0.</summary>
    private static bool TryStandardize(Span<double> column)
    {
        var mean = OrderStatistics.Mean(column);
        foreach (ref var value in column)
            value -= mean;
        return RowVectors.TryNormalize(column);
    }
}
