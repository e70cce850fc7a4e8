using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Spheres profiles by the scatter of replicates around their own mean, so that directions in which the same
/// treatment varies from plate to plate count less.
/// </summary>
/// <remarks>
/// <para>S = Σ over groups Σ over rows (x − m)(x − m)ᵀ / Σ (n − 1), m the mean and n the rows of a group (all rows that
/// share the named columns: a treatment's wells, a batch's controls); C = (1 − λ)·S + λ·(trace S / d)·I over d
/// features; every row becomes C^(−½)·x with the symmetric root. Nothing is centred: profiles come centred on their
/// controls. No class but that of replicates is used. Source: within-class covariance normalization, Hatch, Kajarekar
/// and Stolcke 2006 (10.21437/Interspeech.2006-183), with the shrinkage target of Ledoit and Wolf 2004
/// (10.1016/S0047-259X(03)00096-4).</para>
/// <para>Groups of one row say nothing. With λ = 1 all features are divided by the same number. The result is turned
/// with the features when these are turned, and does not change with a common unit of all features; with other units
/// for some of them it changes, so standardize first. Row order, and the order of groups, change sums by rounding
/// only.</para>
/// <para>A missing or infinite value is an error that names the feature, as is a table in which no group has two
/// differing rows. A table without features stays as it is. Time is cubic in the features; the same table gives the
/// same bytes.</para>
/// </remarks>
public static class WithinGroupSphering
{
    /// <summary>Fits on all groups and spheres all rows.</summary>
    /// <exception cref="ArgumentException">No columns are named, one is not in the table, an option is out of bounds, a
    /// value is missing, or no group has two differing rows.</exception>
    public static ProfileTable Apply(
        ProfileTable table, IReadOnlyList<string> groupBy, WithinGroupSpheringOptions options)
    {
        options.Validate();
        var groups = RowGroups.Of(table, groupBy);
        FeatureRows.RequireFinite(table);
        if (table.FeatureCount == 0)
            return table;
        var root = InverseRoot(Covariance(table, groups, options.Shrinkage), table.FeatureCount);
        return table.WithFeatures(FeatureRows.Map(table, root, table.FeatureCount));
    }

    /// <summary>The shrunken covariance C, features × features.</summary>
    internal static double[] Covariance(ProfileTable table, RowGroups groups, double shrinkage)
    {
        var freedom = 0;
        for (var group = 0; group < groups.Count; group++)
            freedom += groups[group].Length - 1;
        var (rows, order) = (table.RowCount, table.FeatureCount);
        var means = Aggregator.Combine(table, groups, AggregationMethod.Mean);
        var centred = new double[table.ColumnMajorValues.Length];
        FeatureBlocks.ForEach(order, rows, 0, (f, _) =>
        {
            var column = table.Feature(f);
            for (var group = 0; group < groups.Count; group++)
            {
                foreach (var row in groups[group])
                    centred[(f * rows) + row] = column[row] - means[(f * groups.Count) + group];
            }
        });
        var covariance = MatrixProduct.Gram(centred, rows, order);
        var trace = 0.0;
        for (var f = 0; f < order; f++)
            trace += covariance[(f * order) + f];
        if (freedom == 0 || !(trace > 0))
        {
            throw new ArgumentException(
                $"None of the {groups.Count} groups has two differing rows: there are no replicates to sphere by.",
                nameof(groups));
        }

        for (var i = 0; i < covariance.Length; i++)
            covariance[i] *= (1 - shrinkage) / freedom;
        for (var f = 0; f < order; f++)
            covariance[(f * order) + f] += shrinkage * trace / freedom / order;
        return covariance;
    }

    /// <summary>V·Λ^(−½)·Vᵀ.</summary>
    private static double[] InverseRoot(double[] covariance, int order)
    {
        var (values, vectors) = SymmetricEigen.Decompose(covariance, order);
        var columns = new double[vectors.Length];
        for (var i = 0; i < order; i++)
        {
            // The fourth root on both sides, so that the product is symmetric to the bit.
            var scale = Math.Pow(values[i], -0.25);
            for (var f = 0; f < order; f++)
                columns[(f * order) + i] = vectors[(i * order) + f] * scale;
        }

        return MatrixProduct.TimesTransposed(columns, columns, order, order, order, 0);
    }
}
