using HcsGrid.Profiling.Quality;

namespace HcsGrid.Profiling.Tests.Quality;

public class FeatureQualityTests
{
    [Fact]
    public void Each_feature_has_the_numbers_of_its_controls_and_undefined_ones_are_null()
    {
        var table = MadeUpTables.Of([1, 2, 3, 9, 10, 11.5], [4, 4, 4, 4, 4, 4], [double.NaN, 1, double.NaN, 2, 3, 4]);
        int[] negative = [0, 1, 2];
        int[] positive = [3, 4, 5];
        var found = FeatureQuality.Of(table, negative, positive);
        Assert.Equal(["f0", "f1", "f2"], found.Select(quality => quality.Feature));
        Assert.Equal(
            new FeatureQuality(
                "f0",
                PlateQuality.ZPrime([9, 10, 11.5], [1, 2, 3]),
                PlateQuality.RobustZPrime([9, 10, 11.5], [1, 2, 3]),
                PlateQuality.Ssmd([9, 10, 11.5], [1, 2, 3])),
            found[0]);
        Assert.NotNull(found[0].ZPrime);
        Assert.Equal(new FeatureQuality("f1", null, null, null), found[1]);
        Assert.Equal(new FeatureQuality("f2", null, null, null), found[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureQuality.Of(table, [6], positive));
    }
}
