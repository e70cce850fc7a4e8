using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Profiling.Tests;

/// <summary>
/// Reads the reference numbers beside the repository and compares with them, within |difference| ≤ tolerance · max(1,
/// |value|).
/// </summary>
internal static class Golden
{
    public static ProfileTable Read(string name)
    {
        using var file = File.OpenRead(Shared.PathOf("golden", $"{name}.csv.gz"));
        return CsvTable.Read(file, $"{name}.csv.gz");
    }

    public static int[] RowsWhere(ProfileTable table, string column, string value)
    {
        var texts = table.Metadata(column);
        return [.. Enumerable.Range(0, table.RowCount).Where(row => texts[row] == value)];
    }

    public static int[] AllRows(ProfileTable table) => [.. Enumerable.Range(0, table.RowCount)];

    public static void Equal(ProfileTable expected, ProfileTable actual, double tolerance)
    {
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.RowCount, actual.RowCount);
        for (var f = 0; f < expected.FeatureCount; f++)
        {
            for (var row = 0; row < expected.RowCount; row++)
                Equal(expected[row, f], actual[row, f], tolerance, $"{expected.FeatureNames[f]}, row {row}");
        }
    }

    public static void Equal(double expected, double actual, double tolerance, string place)
    {
        var same = double.IsFinite(expected)
            ? Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected))
            : expected.Equals(actual);
        Assert.True(same, $"{place}: expected {expected:R}, got {actual:R}");
    }
}
