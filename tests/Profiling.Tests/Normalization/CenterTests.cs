using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public class CenterTests
{
    private static readonly NormalizerOptions Center = new() { Method = NormalizationMethod.Center };

    [Fact]
    public void The_mean_of_the_reference_is_taken_off_and_nothing_is_divided()
    {
        var table = MadeUpTables.Of([1, 3, 10, double.NaN], [5, 5, 6, 7]);
        var fitted = Normalizer.Fit(table, [0, 1], Center);
        var centred = fitted.Apply(table);
        Assert.Equal([-1, 1, 8, double.NaN], centred.Feature(0).ToArray());
        Assert.Equal([0, 0, 1, 2], centred.Feature(1).ToArray());
        Assert.Empty(fitted.DegenerateFeatures);
    }

    [Fact]
    public void A_feature_without_a_value_in_the_reference_is_missing_and_named()
    {
        var table = MadeUpTables.Of([double.NaN, 3, 10], [double.PositiveInfinity, 5, 6], [1, 2, 3]);
        var fitted = Normalizer.Fit(table, [0], Center);
        Assert.Equal(["f0", "f1"], fitted.DegenerateFeatures);
        Assert.All(fitted.Apply(table).Feature(0).ToArray(), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Each_plate_loses_its_own_offset_and_keeps_the_common_scale()
    {
        var table = MadeUpTables.Of([1, 3, 7, 101, 103, 107])
            .WithMetadata("Plate", ["a", "a", "a", "b", "b", "b"]);
        var centred = GroupNormalizer.Normalize(table, ["Plate"], [0, 1, 3, 4], Center).Table;
        Assert.Equal([-1, 1, 5, -1, 1, 5], centred.Feature(0).ToArray());
    }
}
