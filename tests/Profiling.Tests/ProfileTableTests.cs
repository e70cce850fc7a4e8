using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests;

public class ProfileTableTests
{
    [Fact]
    public void Rows_and_columns_are_what_was_added()
    {
        var table = new ProfileTableBuilder(["Metadata_Well"], ["a", "b"])
            .AddRow(["A01"], [1, 2]).AddRow([null], [3, double.NaN]).Build();
        Assert.Equal((2, 2), (table.RowCount, table.FeatureCount));
        Assert.Equal(["A01", ""], table.Metadata("Metadata_Well"));
        Assert.Equal([2, double.NaN], table.Feature(1).ToArray());
        Assert.Equal([3, double.NaN], table.Row(1));
        Assert.Equal(2, table[0, 1]);
        Assert.Equal((1, -1), (table.FeatureIndexOf("b"), table.FeatureIndexOf("c")));
        Assert.Equal(-1, table.FeatureIndexOf("Metadata_Well"));
        Assert.True(table.HasMetadata("Metadata_Well"));
        Assert.False(table.HasMetadata("a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => table[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table[-1, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table[0, 2]);
    }

    [Fact]
    public void Many_rows_keep_their_order()
    {
        var builder = new ProfileTableBuilder(["m"], ["a", "b", "c"]);
        for (var row = 0; row < 1000; row++)
            builder.AddRow([$"{row}"], [row, 2 * row, 3 * row]);
        var table = builder.Build();
        for (var row = 0; row < 1000; row++)
            Assert.Equal([row, 2 * row, 3 * row], table.Row(row));
    }

    [Theory]
    [InlineData(new[] { "m", "m" }, new[] { "f" }, "'m'")]
    [InlineData(new[] { "m" }, new[] { "f", "f" }, "'f'")]
    [InlineData(new[] { "x" }, new[] { "x" }, "'x'")]
    [InlineData(new[] { "" }, new[] { "f" }, "no name")]
    public void Names_are_unique_and_never_empty(string[] metadata, string[] features, string named)
    {
        var error = Assert.Throws<ArgumentException>(() => new ProfileTableBuilder(metadata, features));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_has_one_value_a_column()
    {
        var builder = new ProfileTableBuilder(["m"], ["f"]);
        Assert.Throws<ArgumentException>(() => builder.AddRow([], [1]));
        Assert.Throws<ArgumentException>(() => builder.AddRow(["x"], [1, 2]));
    }

    [Fact]
    public void Rows_and_features_are_selected_in_the_order_asked_for()
    {
        var table = MadeUpTables.Of([0, 1, 2], [10, 11, 12]);
        Assert.Equal([2, 0, 2], table.SelectRows([2, 0, 2]).Feature(0).ToArray());
        Assert.Equal(["2", "0", "2"], table.SelectRows([2, 0, 2]).Metadata("Metadata_Row"));
        Assert.Equal([10, 12], table.SelectRows(row => row != 1).Feature(1).ToArray());
        Assert.Equal(0, table.SelectRows(_ => false).RowCount);
        Assert.Equal(["f1"], table.SelectFeatures([1]).FeatureNames);
        Assert.Equal([10, 11, 12], table.SelectFeatures([1]).Feature(0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => table.SelectRows([3]));
    }

    [Fact]
    public void Values_and_texts_are_replaced_in_a_copy()
    {
        var table = MadeUpTables.Of([0, 1], [2, 3]);
        Assert.Equal([7, 8], table.WithFeatures([5, 6, 7, 8]).Feature(1).ToArray());
        Assert.Throws<ArgumentException>(() => table.WithFeatures([1]));
        Assert.Equal(["x", ""], table.WithMetadata("Metadata_Row", ["x", null]).Metadata("Metadata_Row"));
        Assert.Equal(["Metadata_Row", "new"], table.WithMetadata("new", ["x", "y"]).MetadataNames);
        Assert.Throws<ArgumentException>(() => table.WithMetadata("f0", ["x", "y"]));
        Assert.Throws<ArgumentException>(() => table.WithMetadata("new", ["x"]));
        Assert.Equal(["0", "1"], table.Metadata("Metadata_Row"));
        Assert.Equal([2, 3], table.Feature(1).ToArray());
    }

    [Fact]
    public void Tables_of_the_same_features_are_put_together()
    {
        var first = MadeUpTables.Of([0, 1], [2, double.NaN]);
        var second = MadeUpTables.Of([5], [6]).WithMetadata("Metadata_Plate", ["P2"]);
        var both = ProfileTable.Concat([first, second]);
        Assert.Equal([2, double.NaN, 6], both.Feature(1).ToArray());
        Assert.Equal(["0", "1", "0"], both.Metadata("Metadata_Row"));
        Assert.Equal(["", "", "P2"], both.Metadata("Metadata_Plate"));
        var error = Assert.Throws<ArgumentException>(() => ProfileTable.Concat([first, MadeUpTables.Of([1])]));
        Assert.Contains("'f1'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProfileTable.Concat([]));
    }

    [Fact]
    public void Normalizing_allocates_little_more_than_its_result()
    {
        var table = MadeUpTables.Random(2000, 50, seed: 9);
        var rows = Golden.AllRows(table);
        var options = new NormalizerOptions { Method = NormalizationMethod.MadRobustize };
        Normalizer.Fit(table, rows, options).Apply(table);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Normalizer.Fit(table, rows, options).Apply(table);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 8 * 2000 * 50, (8 * 2000 * 50) + (8 * 2000) + 20_000);
    }
}
