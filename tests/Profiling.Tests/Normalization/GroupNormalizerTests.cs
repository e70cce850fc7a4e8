using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class GroupNormalizerTests
{
    private static readonly NormalizerOptions MadRobustize = new();
    private static readonly NormalizerOptions Standardize = new() { Method = NormalizationMethod.Standardize };

    [Theory]
    [InlineData(NormalizationMethod.Standardize)]
    [InlineData(NormalizationMethod.Robustize)]
    [InlineData(NormalizationMethod.MadRobustize)]
    public void Each_plate_gets_the_numbers_it_gets_alone(NormalizationMethod method)
    {
        var options = new NormalizerOptions { Method = method };
        var (table, plates) = Plates(plateCount: 3, rowCount: 211, scattered: true);
        int[] reference = [.. Enumerable.Range(0, table.RowCount).Where(row => row % 5 < 2)];
        var normalized = GroupNormalizer.Normalize(table, ["Metadata_Plate"], reference, options);
        Assert.Equal([["p0"], ["p1"], ["p2"]], normalized.Groups.Select(group => group.Key));
        for (var plate = 0; plate < 3; plate++)
        {
            int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => plates[row] == $"p{plate}")];
            var own = reference.Where(row => plates[row] == $"p{plate}").ToArray();
            var alone = Normalizer.Fit(table, own, options).Apply(table).SelectRows(rows);
            MadeUpTables.EqualToTheBit(alone, normalized.Table.SelectRows(rows));
            Assert.Equal(rows.Length, normalized.Groups[plate].RowCount);
            Assert.Equal(own.Length, normalized.Groups[plate].ReferenceRowCount);
            Assert.False(normalized.Groups[plate].IsPooled);
        }
    }

    [Fact]
    public void Plates_that_lie_together_get_the_bytes_of_scattered_ones()
    {
        var (together, _) = Plates(plateCount: 4, rowCount: 100, scattered: false);
        int[] order = [.. Enumerable.Range(0, 100).OrderBy(row => row * 37 % 100)];
        var scattered = together.SelectRows(order);
        int[] reference = [.. Enumerable.Range(0, 100).Where(row => row % 3 == 0)];
        int[] scatteredReference = [.. reference.Select(row => Array.IndexOf(order, row))];
        var first = GroupNormalizer.Normalize(together, ["Metadata_Plate"], reference, MadRobustize).Table;
        var second = GroupNormalizer.Normalize(scattered, ["Metadata_Plate"], scatteredReference, MadRobustize).Table;
        MadeUpTables.EqualToTheBit(first.SelectRows(order), second);
    }

    [Fact]
    public void A_plate_without_controls_is_normalized_by_the_controls_of_all_and_says_so()
    {
        var table = MadeUpTables.Of([1, 2, 3, 10, 20, 30, 7, 8])
            .WithMetadata("Metadata_Plate", ["a", "a", "a", "b", "b", "b", "c", "d"]);
        int[] controls = [0, 1, 3, 4];
        var normalized = GroupNormalizer.Normalize(table, ["Metadata_Plate"], controls, Standardize);
        Assert.Equal([false, false, true, true], normalized.Groups.Select(group => group.IsPooled));
        Assert.Equal([2, 2, 4, 4], normalized.Groups.Select(group => group.ReferenceRowCount));
        var pooled = Normalizer.Fit(table, controls, Standardize).Apply(table);
        Assert.Equal(pooled[6, 0], normalized.Table[6, 0]);
        Assert.Equal(pooled[7, 0], normalized.Table[7, 0]);
        Assert.Equal(3, normalized.Table[2, 0]);
    }

    [Fact]
    public void Without_columns_to_group_by_all_rows_are_one_group()
    {
        var table = MadeUpTables.Random(30, 3, seed: 1);
        var normalized = GroupNormalizer.Normalize(table, [], Golden.AllRows(table), MadRobustize);
        var group = Assert.Single(normalized.Groups);
        Assert.Empty(group.Key);
        Assert.False(group.RowCount != 30 || group.ReferenceRowCount != 30);
        var fitted = Normalizer.Fit(table, Golden.AllRows(table), MadRobustize);
        MadeUpTables.EqualToTheBit(fitted.Apply(table), normalized.Table);
    }

    [Fact]
    public void Features_that_do_not_vary_are_named_plate_by_plate()
    {
        var table = MadeUpTables.Of([1, 1, 2, 3], [1, 2, 3, 3]).WithMetadata("Metadata_Plate", ["a", "a", "b", "b"]);
        var groups = GroupNormalizer.Normalize(table, ["Metadata_Plate"], [0, 1, 2, 3], Standardize).Groups;
        Assert.Equal(["f0"], groups[0].DegenerateFeatures);
        Assert.Equal(["f1"], groups[1].DegenerateFeatures);
    }

    [Fact]
    public void No_reference_rows_at_all_and_no_rows_at_all_have_stated_outcomes()
    {
        var table = MadeUpTables.Of([1, 2]);
        Assert.Throws<ArgumentException>(() => GroupNormalizer.Normalize(table, ["Metadata_Row"], [], MadRobustize));
        Assert.Throws<ArgumentException>(() => GroupNormalizer.Normalize(table, ["Metadata_Nope"], [0], MadRobustize));
        var empty = table.SelectRows([]);
        Assert.Empty(GroupNormalizer.Normalize(empty, ["Metadata_Row"], [], MadRobustize).Groups);
        Assert.Equal(0, GroupNormalizer.Normalize(empty, [], [], MadRobustize).Table.RowCount);
    }

    private static (ProfileTable Table, string[] Plates) Plates(int plateCount, int rowCount, bool scattered)
    {
        var plates = new string[rowCount];
        for (var row = 0; row < rowCount; row++)
            plates[row] = $"p{(scattered ? row % plateCount : row * plateCount / rowCount)}";
        return (MadeUpTables.Random(rowCount, 7, seed: 5).WithMetadata("Metadata_Plate", plates), plates);
    }
}
