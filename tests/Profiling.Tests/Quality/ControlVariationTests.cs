using HcsGrid.Profiling.Quality;

namespace HcsGrid.Profiling.Tests.Quality;

public class ControlVariationTests
{
    [Fact]
    public void The_median_over_features_that_start_at_zero()
    {
        // CV of (1, 2, 3) is 1/2, of (10, 20, 30, …) too, of (2, 3, 4) is 1/3; the others are no such readouts.
        var table = MadeUpTables.Of(
            [1, 2, 3, 99], [2, 3, 4, -5], [10, 20, 30, 0], [-1, 2, 3, 4], [0, 1, 2, 3], [double.NaN, 1, 2, 3]);
        Assert.Equal(0.5, ControlVariation.MedianOf(table, [0, 1, 2]), 1e-15);
        Assert.Equal(0.5, ControlVariation.MedianOf(table.SelectFeatures([0, 2]), [2, 1, 0]), 1e-15);
    }

    [Fact]
    public void Without_two_rows_or_such_a_feature_it_is_undefined()
    {
        var table = MadeUpTables.Of([1, 2, 3]);
        Assert.Equal(double.NaN, ControlVariation.MedianOf(table, [0]));
        Assert.Equal(double.NaN, ControlVariation.MedianOf(table, []));
        Assert.Equal(double.NaN, ControlVariation.MedianOf(MadeUpTables.Of([-1, 2]), [0, 1]));
        Assert.Equal(0, ControlVariation.MedianOf(MadeUpTables.Of([4, 4]), [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlVariation.MedianOf(table, [3]));
    }
}
