using HcsGrid.Profiling.Algebra;
using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class GroupMeanAxesTests
{
    private static readonly int[] AllOf6 = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void The_first_axis_is_where_the_means_lie_whatever_replicates_do()
    {
        // Means (3,4)·1, (3,4)·2, (3,4)·-1; replicates differ along (4,-3), ten times as much.
        var table = MadeUpTables.Of([43, -37, 46, -34, 37, -43], [-26, 34, -22, 38, -34, 26])
            .WithMetadata("Group", ["a", "a", "b", "b", "c", "c"]);
        var axes = GroupMeanAxes.Apply(table, ["Group"], AllOf6, 1);
        Assert.Equal(["Axis_1"], axes.FeatureNames);
        Assert.Equal(table.MetadataNames, axes.MetadataNames);
        double[] expected = [5, 5, 10, 10, -5, -5];
        for (var row = 0; row < 6; row++)
            Assert.Equal(expected[row], axes[row, 0], 9);
    }

    [Fact]
    public void All_axes_turn_the_profiles_and_come_by_falling_sum_of_squares()
    {
        var table = MadeUpTables.Random(30, 5, 7);
        int[] all = [.. Enumerable.Range(0, 30)];
        var axes = GroupMeanAxes.Apply(table, ["Metadata_Row"], all, 5);
        var squares = Enumerable.Range(0, 5).Select(f => axes.Feature(f).ToArray().Sum(x => x * x)).ToArray();
        Assert.Equal(squares.OrderDescending(), squares);
        for (var row = 0; row < 30; row++)
        {
            for (var other = 0; other < 30; other++)
                Assert.Equal(Dot(table.Row(row), table.Row(other)), Dot(axes.Row(row), axes.Row(other)), 9);
        }
    }

    [Fact]
    public void Rows_left_out_of_the_fit_get_coordinates_but_no_say()
    {
        var table = MadeUpTables.Of([2, 3, 0, 0], [0, 0, 90, -80]).WithMetadata("Group", ["a", "b", "c", "d"]);
        var axes = GroupMeanAxes.Apply(table, ["Group"], [0, 1], 1);
        Assert.Equal([2, 3, 0, 0], axes.Feature(0).ToArray().Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public void The_largest_loading_is_positive()
    {
        var table = MadeUpTables.Of([-2.0, -4], [1.0, 2]).WithMetadata("Group", ["a", "b"]);
        var axes = GroupMeanAxes.Apply(table, ["Group"], [0, 1], 1);
        Assert.Equal(-Math.Sqrt(5), axes[0, 0], 12);
    }

    [Fact]
    public void An_axis_beyond_the_rank_is_zero()
    {
        var table = MadeUpTables.Of([1, 2, 3], [2, 4, 6], [0, 0, 0]);
        var axes = GroupMeanAxes.Apply(table, ["Metadata_Row"], [0, 1, 2], 3);
        Assert.Equal([0, 0, 0], axes.Feature(1).ToArray());
        Assert.Equal([0, 0, 0], axes.Feature(2).ToArray());
    }

    [Fact]
    public void More_axes_than_groups_or_features_are_refused_with_both_numbers()
    {
        var table = MadeUpTables.Random(3, 5, 1);
        var error = Assert.Throws<ArgumentException>(
            () => GroupMeanAxes.Apply(table, ["Metadata_Row"], [0, 1, 2], 4));
        Assert.Contains("4 axes of 3 groups and 5 features", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GroupMeanAxes.Apply(table, ["Metadata_Row"], [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupMeanAxes.Apply(table, ["Metadata_Row"], [0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupMeanAxes.Apply(table, ["Metadata_Row"], [3], 1));
    }

    [Fact]
    public void A_missing_value_is_named()
    {
        var table = MadeUpTables.Of([1, 2, double.NaN]);
        var error = Assert.Throws<ArgumentException>(
            () => GroupMeanAxes.Apply(table, ["Metadata_Row"], [0, 1], 1));
        Assert.Contains("'f0'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 12, 5)]
    [InlineData(12, 40, 12)]
    [InlineData(20, 21, 20)]
    [InlineData(30, 200, 10)]
    public void Fewer_groups_than_features_give_the_axes_of_the_matrix_of_all_features(
        int rowCount, int featureCount, int axisCount)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var table = MadeUpTables.Random(rowCount, featureCount, seed);
            int[] all = [.. Enumerable.Range(0, rowCount)];
            var actual = GroupMeanAxes.Apply(table, ["Metadata_Row"], all, axisCount);

            // Every row is a group, so the rows are the means.
            var vectors = SymmetricEigen.Decompose(
                MatrixProduct.Gram(table.ColumnMajorValues.ToArray(), rowCount, featureCount), featureCount).Vectors;
            for (var axis = 0; axis < axisCount; axis++)
            {
                var vector = vectors.AsSpan(axis * featureCount, featureCount).ToArray();
                var sign = Math.Sign(vector.MaxBy(Math.Abs));
                for (var row = 0; row < rowCount; row++)
                    Assert.Equal(sign * Dot(table.Row(row), vector), actual[row, axis], 9);
            }
        }
    }

    [Fact]
    public void Far_more_features_than_groups_are_no_matter_of_minutes()
    {
        // Features² would be 3.2 GB, and their cube some hours.
        var table = MadeUpTables.Random(12, 20_000, 3);
        var axes = GroupMeanAxes.Apply(table, ["Metadata_Row"], [.. Enumerable.Range(0, 12)], 12);
        for (var row = 0; row < 12; row++)
            Assert.Equal(Dot(table.Row(row), table.Row(row)), Dot(axes.Row(row), axes.Row(row)), 6);
    }

    [Fact]
    public void Groups_whose_means_depend_on_each_other_have_no_axis_beyond_their_rank()
    {
        var table = MadeUpTables.Of([1, 2, 3], [2, 4, 6], [0, 0, 0], [1, 2, 3]);
        var axes = GroupMeanAxes.Apply(table, ["Metadata_Row"], [0, 1, 2], 3);
        Assert.Equal([0, 0, 0], axes.Feature(1).ToArray());
        Assert.Equal([0, 0, 0], axes.Feature(2).ToArray());
        var zeros = GroupMeanAxes.Apply(MadeUpTables.Of([0, 0], [0, 0], [0, 0]), ["Metadata_Row"], [0, 1], 2);
        Assert.All(zeros.ColumnMajorValues.ToArray(), value => Assert.Equal(0, value));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b).Sum(pair => pair.First * pair.Second);
}
