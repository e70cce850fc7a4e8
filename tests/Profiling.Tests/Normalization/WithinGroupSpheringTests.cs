using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class WithinGroupSpheringTests
{
    private static readonly WithinGroupSpheringOptions Default = new();

    [Theory]
    [InlineData(1, 12, 0.05)]
    [InlineData(2, 12, 0.5)]
    [InlineData(3, 40, 1e-3)]
    [InlineData(4, 5, 0.2)]
    public void The_map_is_the_symmetric_inverse_root_of_the_shrunken_covariance(int seed, int groups, double shrinkage)
    {
        const int Order = 7;
        var replicates = Replicates(groups, Order, seed);
        var covariance = Covariance(replicates, groups, shrinkage);
        // Lone rows say nothing about replicates, so unit rows added as groups of their own come back as the map.
        var units = WithGroups(
            MadeUpTables.Of([.. Enumerable.Range(0, Order).Select(f => Unit(f, Order))]), row => $"unit{row}");
        var table = ProfileTable.Concat([replicates, units]);
        var sphered = WithinGroupSphering.Apply(table, ["Group"], new() { Shrinkage = shrinkage });
        var map = new double[Order, Order];
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
                map[i, j] = sphered[replicates.RowCount + i, j];
        }

        var identity = Times(Times(map, covariance), map);
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
            {
                Assert.Equal(map[i, j], map[j, i], 12);
                Assert.Equal(i == j ? 1 : 0, identity[i, j], 9);
            }
        }

        for (var row = 0; row < replicates.RowCount; row++)
        {
            for (var f = 0; f < Order; f++)
                Assert.Equal(Enumerable.Range(0, Order).Sum(k => map[f, k] * table[row, k]), sphered[row, f], 9);
        }
    }

    [Fact]
    public void Replicates_of_many_groups_have_the_covariance_one_in_all_directions()
    {
        const int Order = 6;
        const int Groups = 300;
        var sphered = WithinGroupSphering.Apply(Replicates(Groups, Order, 11), ["Group"], new() { Shrinkage = 1e-6 });
        var covariance = Covariance(sphered, Groups, 0);
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
                Assert.Equal(i == j ? 1 : 0, covariance[i, j], 4);
        }
    }

    [Fact]
    public void What_differs_between_replicates_counts_less_than_what_differs_between_treatments()
    {
        var table = MadeUpTables.Of([5, -5, 6, -4, 4, -6], [1, 1.1, 2, 2.1, 3, 3.1])
            .WithMetadata("Group", ["a", "a", "b", "b", "c", "c"]);
        var sphered = WithinGroupSphering.Apply(table, ["Group"], new() { Shrinkage = 1e-3 });
        Assert.True(Math.Abs(sphered[0, 0] - sphered[1, 0]) < Math.Abs(sphered[0, 1] - sphered[4, 1]));
        Assert.True(Math.Abs(table[0, 0] - table[1, 0]) > Math.Abs(table[0, 1] - table[4, 1]));
    }

    [Fact]
    public void Shrunken_wholly_all_features_are_divided_by_the_same_number()
    {
        var table = Replicates(5, 4, 3);
        var variance = Enumerable.Range(0, 4).Average(f => Covariance(table, 5, 0)[f, f]);
        var sphered = WithinGroupSphering.Apply(table, ["Group"], new() { Shrinkage = 1 });
        for (var f = 0; f < 4; f++)
        {
            for (var row = 0; row < table.RowCount; row++)
                Assert.Equal(table[row, f] / Math.Sqrt(variance), sphered[row, f], 12);
        }
    }

    [Fact]
    public void Rows_in_another_order_change_rounding_only()
    {
        var table = Replicates(9, 5, 4);
        int[] order = [.. Enumerable.Range(0, table.RowCount).OrderBy(row => row * 11 % table.RowCount)];
        Equal(
            WithinGroupSphering.Apply(table, ["Group"], Default).SelectRows(order),
            WithinGroupSphering.Apply(table.SelectRows(order), ["Group"], Default), 11);
    }

    [Fact]
    public void A_common_unit_does_not_matter() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Choose(-9, 9).ToArbitrary(), (seed, exponent) =>
        {
            var table = Replicates(6, 4, seed);
            var unit = Math.Pow(10, exponent);
            var scaled = table.WithFeatures([.. table.ColumnMajorValues.ToArray().Select(value => value * unit)]);
            Equal(
                WithinGroupSphering.Apply(table, ["Group"], Default),
                WithinGroupSphering.Apply(scaled, ["Group"], Default), 9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_table_gives_the_same_bytes()
    {
        var table = Replicates(40, 60, 8);
        MadeUpTables.EqualToTheBit(
            WithinGroupSphering.Apply(table, ["Group"], Default), WithinGroupSphering.Apply(table, ["Group"], Default));
    }

    [Fact]
    public void Without_replicates_there_is_nothing_to_sphere_by()
    {
        var lone = MadeUpTables.Of([1, 2], [3, 4]);
        var equal = MadeUpTables.Of([1, 1], [3, 3]).WithMetadata("Group", ["a", "a"]);
        var empty = lone.SelectRows(_ => false);
        foreach (var (table, by) in new[] { (lone, "Metadata_Row"), (equal, "Group"), (empty, "Metadata_Row") })
        {
            var error = Assert.Throws<ArgumentException>(() => WithinGroupSphering.Apply(table, [by], Default));
            Assert.Contains("no replicates", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_value_is_named_and_a_table_without_features_stays()
    {
        var table = MadeUpTables.Of([1, 2, 3], [4, double.NaN, 5]).WithMetadata("Group", ["a", "a", "a"]);
        var error = Assert.Throws<ArgumentException>(() => WithinGroupSphering.Apply(table, ["Group"], Default));
        Assert.Contains("'f1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
        var bare = table.SelectFeatures([]);
        Assert.Equal(3, WithinGroupSphering.Apply(bare, ["Group"], Default).RowCount);
    }

    [Fact]
    public void A_constant_feature_beside_others_is_no_error()
    {
        var table = MadeUpTables.Of([1, 2, 3, 5], [7, 7, 7, 7]).WithMetadata("Group", ["a", "a", "b", "b"]);
        var sphered = WithinGroupSphering.Apply(table, ["Group"], Default);
        Assert.All(sphered.ColumnMajorValues.ToArray(), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_shrinkage_out_of_bounds_is_told_with_its_bounds(double shrinkage)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new WithinGroupSpheringOptions { Shrinkage = shrinkage }.Validate());
        Assert.Contains("0.000001 to 1", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Groups of 2 to 4 rows about means of their own, with correlated features.</summary>
    private static ProfileTable Replicates(int groups, int order, int seed)
    {
        var keys = Enumerable.Range(0, groups).SelectMany(g => Enumerable.Repeat($"g{g}", 2 + (g % 3))).ToArray();
        var noise = MadeUpTables.Random(keys.Length, order, seed);
        var means = MadeUpTables.Random(groups, order, seed ^ 0x5EED);
        var values = new double[noise.ColumnMajorValues.Length];
        for (var f = 0; f < order; f++)
        {
            for (var row = 0; row < keys.Length; row++)
            {
                var mean = means[int.Parse(keys[row][1..], System.Globalization.CultureInfo.InvariantCulture), f];
                values[(f * keys.Length) + row] = (3 * mean) + ((1 + f) * noise[row, f]) + (2 * noise[row, 0]);
            }
        }

        return noise.WithFeatures(values).WithMetadata("Group", keys);
    }

    private static ProfileTable WithGroups(ProfileTable table, Func<int, string> group) =>
        table.WithMetadata("Group", [.. Enumerable.Range(0, table.RowCount).Select(group)]);

    private static double[] Unit(int index, int order) =>
        [.. Enumerable.Range(0, order).Select(i => i == index ? 1.0 : 0.0)];

    /// <summary>The definition, in plain loops.</summary>
    private static double[,] Covariance(ProfileTable table, int groupCount, double shrinkage)
    {
        var order = table.FeatureCount;
        var scatter = new double[order, order];
        foreach (var group in Enumerable.Range(0, table.RowCount).GroupBy(row => table.Metadata("Group")[row]))
        {
            for (var i = 0; i < order; i++)
            {
                for (var j = 0; j < order; j++)
                {
                    var (mi, mj) = (group.Average(row => table[row, i]), group.Average(row => table[row, j]));
                    scatter[i, j] += group.Sum(row => (table[row, i] - mi) * (table[row, j] - mj));
                }
            }
        }

        var freedom = table.RowCount - groupCount;
        var mean = Enumerable.Range(0, order).Average(f => scatter[f, f] / freedom);
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
                scatter[i, j] = ((1 - shrinkage) * scatter[i, j] / freedom) + (i == j ? shrinkage * mean : 0);
        }

        return scatter;
    }

    private static double[,] Times(double[,] a, double[,] b)
    {
        var order = a.GetLength(0);
        var product = new double[order, order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
                product[i, j] = Enumerable.Range(0, order).Sum(k => a[i, k] * b[k, j]);
        }

        return product;
    }

    private static void Equal(ProfileTable expected, ProfileTable actual, int decimals)
    {
        for (var f = 0; f < expected.FeatureCount; f++)
        {
            for (var row = 0; row < expected.RowCount; row++)
                Assert.Equal(expected[row, f], actual[row, f], decimals);
        }
    }
}
