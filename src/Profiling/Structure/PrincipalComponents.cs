using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Lays profiles out on a plane by their first principal components.
/// </summary>
/// <remarks>
/// <para>Rows are centred, not scaled; a feature that some row has no finite value of is left out. Either rows or
/// usable features may be at most <see cref="MaxOrder"/>; the decomposition costs some 20 times the cube of the lesser,
/// and the same table gives the same bytes on any number of threads.</para>
/// <para>Sign: the loading of largest absolute value in each component, the first of equal ones, is positive.</para>
/// <para>A component beyond the rank (rows that do not differ, one row, no features) has coordinates, loadings and
/// share 0. Source: scikit-learn's PCA.</para>
/// </remarks>
public static class PrincipalComponents
{
    /// <summary>The most rows or features, whichever are fewer: half a second for 500 becomes, by the cube, minutes;
    /// memory is some 0.6 GB beside the table.</summary>
    public const int MaxOrder = 4096;

    /// <summary>The first two components.</summary>
    public static PrincipalComponentsProjection Project2(ProfileTable table) => Project(table, 2);

    /// <summary>The first components, as many as asked for.</summary>
    /// <exception cref="ArgumentException">Both rows and usable features are more than
    /// <see cref="MaxOrder"/>.</exception>
    public static PrincipalComponentsProjection Project(ProfileTable table, int componentCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(componentCount, 1);
        int[] usable = [.. Enumerable.Range(0, table.FeatureCount).Where(f => AllFinite(table.Feature(f)))];
        if (Math.Min(table.RowCount, usable.Length) > MaxOrder)
        {
            throw new ArgumentException(
                $"{table.RowCount} rows of {usable.Length} features: one of the two may be at most {MaxOrder}.",
                nameof(table));
        }

        var centred = Centre(table, usable);
        var components = SingularVectors.Of(centred, table.RowCount, usable.Length);
        var count = Math.Min(componentCount, components.Rank);
        for (var c = 0; c < count; c++)
            SingularVectors.FixSign(components[c]);
        var scores = MatrixProduct.Times(components.Vectors, centred, count, table.RowCount, usable.Length);

        var (coordinates, loadings) = (new double[componentCount][], new double[componentCount][]);
        var shares = new double[componentCount];
        var total = components.Values.Sum(value => value / components.Values[0] * (value / components.Values[0]));
        for (var c = 0; c < componentCount; c++)
        {
            (coordinates[c], loadings[c]) = (new double[table.RowCount], new double[usable.Length]);
            if (c >= count)
                continue;
            components[c].CopyTo(loadings[c]);
            scores.AsSpan(c * table.RowCount, table.RowCount).CopyTo(coordinates[c]);
            var length = components.Values[c] / components.Values[0];
            shares[c] = length * length / total;
        }

        return new PrincipalComponentsProjection(
            coordinates, shares, loadings, Array.ConvertAll(usable, f => table.FeatureNames[f]));
    }

    /// <summary>The features less their means, one after the other.</summary>
    private static double[] Centre(ProfileTable table, int[] features)
    {
        var values = new double[ProfileTable.ValueCount(table.RowCount, features.Length)];
        for (var i = 0; i < features.Length; i++)
        {
            var target = values.AsSpan(i * table.RowCount, table.RowCount);
            table.Feature(features[i]).CopyTo(target);
            var mean = OrderStatistics.Mean(target);
            foreach (ref var value in target)
                value -= mean;
        }

        return values;
    }

    private static bool AllFinite(ReadOnlySpan<double> column)
    {
        foreach (var value in column)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }
}
