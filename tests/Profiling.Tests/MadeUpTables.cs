using FsCheck;
using FsCheck.Fluent;

namespace HcsGrid.Profiling.Tests;

/// <summary>
/// Makes small tables for tests.
/// </summary>
internal static class MadeUpTables
{
    /// <summary>Columns of 1 to 60 numbers of like size with three decimals, ties among them.</summary>
    public static Arbitrary<double[]> Columns { get; } =
        Gen.Choose(-20_000, 20_000).Select(n => n / 1000.0).ArrayOf().Where(a => a.Length > 0).ToArbitrary();

    /// <summary>A table of feature columns <c>f0</c>, <c>f1</c>, … and a metadata column
    /// <c>Metadata_Row</c>.</summary>
    public static ProfileTable Of(params double[][] columns)
    {
        var builder = new ProfileTableBuilder(
            ["Metadata_Row"], columns.Select((_, f) => $"f{f}").ToArray());
        for (var row = 0; row < columns[0].Length; row++)
            builder.AddRow([$"{row}"], Array.ConvertAll(columns, column => column[row]));
        return builder.Build();
    }

    /// <summary>A table of random numbers, the same for the same seed.</summary>
    public static ProfileTable Random(int rowCount, int featureCount, int seed)
    {
        var random = new Random(seed);
        var columns = new double[featureCount][];
        for (var f = 0; f < featureCount; f++)
        {
            columns[f] = new double[rowCount];
            for (var row = 0; row < rowCount; row++)
                columns[f][row] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        }

        return Of(columns);
    }

    /// <summary>Fails unless two tables agree in names, texts and the bits of their numbers.</summary>
    public static void EqualToTheBit(ProfileTable expected, ProfileTable actual)
    {
        Assert.Equal(expected.MetadataNames, actual.MetadataNames);
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.RowCount, actual.RowCount);
        foreach (var name in expected.MetadataNames)
            Assert.Equal(expected.Metadata(name), actual.Metadata(name));
        for (var f = 0; f < expected.FeatureCount; f++)
        {
            for (var row = 0; row < expected.RowCount; row++)
            {
                Assert.Equal(
                    Bits(expected[row, f]), Bits(actual[row, f]));
            }
        }
    }

    /// <summary>All NaN are one.</summary>
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
}
