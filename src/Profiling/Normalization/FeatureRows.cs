using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Maps all rows of a table linearly to other features.
/// </summary>
internal static class FeatureRows
{
    /// <exception cref="ArgumentException">A value is missing or infinite.</exception>
    public static void RequireFinite(ProfileTable table)
    {
        for (var f = 0; f < table.FeatureCount; f++)
        {
            var column = table.Feature(f);
            for (var row = 0; row < column.Length; row++)
            {
                if (double.IsFinite(column[row]))
                    continue;
                throw new ArgumentException(
                    $"The feature '{table.FeatureNames[f]}' has the value {column[row]} in row {row + 1}: "
                    + "leave out features with missing values first.",
                    nameof(table));
            }
        }
    }

    /// <summary>map·x for every row x, column after column.</summary>
    /// <param name="map">outputs × features, row after row.</param>
    public static double[] Map(ProfileTable table, double[] map, int outputCount)
    {
        var values = table.ColumnMajorValues.ToArray();
        return MatrixProduct.Times(map, values, outputCount, table.RowCount, table.FeatureCount);
    }
}
