using HcsGrid.Profiling.Particles;

namespace HcsGrid.Profiling.Tests.Particles;

public sealed class SizeBinsTests
{
    [Fact]
    public void Bins_have_a_round_width_and_hold_every_diameter_once()
    {
        var bins = SizeBins.Of([5.9, 6.0, 6.4, 12.2], 20);
        Assert.Equal(0.5, bins.Width);
        Assert.Equal(5.5, bins.From);
        Assert.Equal(4, bins.Counts.Sum());
        Assert.Equal(14, bins.Counts.Count);
        Assert.Equal([1, 2], bins.Counts.Take(2));
        Assert.Equal(1, bins.Counts[^1]);
    }

    [Fact]
    public void One_diameter_is_one_bin_and_none_is_none()
    {
        Assert.Equal([3], SizeBins.Of([6, 6, 6], 20).Counts);
        Assert.Empty(SizeBins.Of([], 20).Counts);
    }
}
