using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Reduces profiles to the directions in which treatments differ most from their controls.
/// </summary>
/// <remarks>
/// <para>The axes are the leading eigenvectors of Tᵀ·T, T the means of the groups (all rows among the named ones that
/// share the columns) about the origin, which is where profiles centred on controls have their controls; every row of
/// the table becomes its coordinates on them, named <c>Axis_1</c>, <c>Axis_2</c>, … by falling Σ of squares. Nothing is
/// scaled. After <see cref="WithinGroupSphering"/> these are the directions of largest scatter between treatments
/// relative to that of replicates. Source: Fisher's discriminant in the form of Rao 1948 (canonical variates), about
/// the controls instead of the grand mean.</para>
/// <para>Sign: the loading of largest absolute value in each axis, the first of equal ones, is positive. An axis
/// beyond the rank (an eigenvalue of 1e-15 times the features and the largest, or less) has coordinates 0. A missing or
/// infinite value is an error that names the feature. The same table gives the same bytes.</para>
/// </remarks>
public static class GroupMeanAxes
{
    /// <summary>Fits on the groups of some rows and gives all rows their coordinates.</summary>
    /// <exception cref="ArgumentException">No columns are named, one is not in the table, a row is outside the table, a
    /// value is missing, or there are fewer groups or features than axes asked for.</exception>
    public static ProfileTable Apply(
        ProfileTable table, IReadOnlyList<string> groupBy, IReadOnlyList<int> rows, int axisCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(axisCount, 1);
        var fitted = table.SelectRows(rows);
        var groups = RowGroups.Of(fitted, groupBy);
        FeatureRows.RequireFinite(table);
        var order = table.FeatureCount;
        if (axisCount > Math.Min(groups.Count, order))
        {
            throw new ArgumentException(
                $"{axisCount} axes of {groups.Count} groups and {order} features: ask for at most the smaller number.",
                nameof(axisCount));
        }

        var means = Aggregator.Combine(fitted, groups, AggregationMethod.Mean);
        var (values, vectors) = EigenOfSquares(means, groups.Count, order);
        var axes = new double[axisCount * order];
        for (var axis = 0; axis < Math.Min(axisCount, values.Length); axis++)
        {
            if (values[axis] > values[0] * order * 1e-15)
                CopyWithSign(vectors.AsSpan(axis * order, order), axes.AsSpan(axis * order, order));
        }

        var coordinates = FeatureRows.Map(table, axes, axisCount);
        string[] names = [.. Enumerable.Range(1, axisCount).Select(number => $"Axis_{number}")];
        var metadata = table.MetadataNames.Select(name => table.Metadata(name).ToArray()).ToArray();
        return new ProfileTable([.. table.MetadataNames], names, metadata, coordinates, table.RowCount);
    }

    /// <summary>The eigenvalues and eigenvectors of TᵀT for T of groups × features, column after column; those beyond
    /// the rank may be left out.</summary>
    /// <remarks>With fewer groups than features they are the squared singular values and right singular vectors of T,
    /// which take a matrix of groups × groups: time grows with groups² · features, not with features³.</remarks>
    private static (double[] Values, double[] Vectors) EigenOfSquares(double[] means, int groupCount, int order)
    {
        if (groupCount >= order)
        {
            var (values, vectors) = SymmetricEigen.Decompose(MatrixProduct.Gram(means, groupCount, order), order);
            return (values, vectors);
        }

        var singular = SingularVectors.Of(means, groupCount, order);
        return (Array.ConvertAll(singular.Values, value => value * value), singular.Vectors);
    }

    private static void CopyWithSign(ReadOnlySpan<double> vector, Span<double> axis)
    {
        var largest = 0;
        for (var i = 1; i < vector.Length; i++)
        {
            if (Math.Abs(vector[i]) > Math.Abs(vector[largest]))
                largest = i;
        }

        var sign = vector[largest] < 0 ? -1 : 1;
        for (var i = 0; i < vector.Length; i++)
            axis[i] = sign * vector[i];
    }
}
