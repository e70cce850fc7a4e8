using HcsGrid.Profiling.Particles;

namespace HcsGrid.Profiling.Tests.Particles;

public sealed class SizeGroupsTests
{
    [Fact]
    public void Bounds_are_the_geometric_means_between_neighbours_and_as_far_out_as_in()
    {
        var groups = SizeGroups.Around([6, 12, 18]).Groups;
        Assert.Equal([6, 12, 18], groups.Select(g => g.Nominal));
        Assert.Equal([6 / Math.Sqrt(2), Math.Sqrt(72), Math.Sqrt(216)], groups.Select(g => g.From), Near);
        Assert.Equal([Math.Sqrt(72), Math.Sqrt(216), 18 * Math.Sqrt(1.5)], groups.Select(g => g.To), Near);
    }

    [Fact]
    public void A_lone_group_reaches_half_as_far_again()
    {
        var group = Assert.Single(SizeGroups.Around([10]).Groups);
        Assert.Equal([10 / 1.5, 15], [group.From, group.To], Near);
    }

    [Fact]
    public void Groups_of_a_mixture_are_called_as_finely_as_it_takes_to_tell_them_apart()
    {
        // A narrow and a broad kind around nearly one middle.
        double[] twice =
        [
            .. Enumerable.Range(-150, 301).Select(i => 20.02 + (1e-5 * i)),
            .. Enumerable.Range(-30, 61).Select(i => 20 * Math.Exp(0.015 * i)),
        ];
        var mixture = SizeMixture.Fit(twice, 2)!;
        Assert.Equal(2, mixture.Components.Count);
        var groups = SizeGroups.Of(mixture).Groups;
        Assert.Equal(groups.Select(g => g.Nominal).Distinct(), groups.Select(g => g.Nominal));
        Assert.All(groups.Zip(groups.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Theory]
    [InlineData(4.2, null)]
    [InlineData(4.25, 0)]
    [InlineData(8.48, 0)]
    [InlineData(8.49, 1)]
    [InlineData(22.0, 2)]
    [InlineData(22.1, null)]
    [InlineData(double.NaN, null)]
    public void A_diameter_outside_all_bounds_has_no_group(double diameter, int? expected)
    {
        var groups = SizeGroups.Around([6, 12, 18]);
        Assert.Equal(expected, groups.IndexOf(diameter));
        Assert.Equal(expected is { } index ? groups.Groups[index].Nominal : null, groups.NominalOf(diameter));
        Assert.Null(SizeGroups.None.NominalOf(diameter));
    }

    [Theory]
    [InlineData]
    [InlineData(6.0, 6.0)]
    [InlineData(12.0, 6.0)]
    [InlineData(6.1001, 6.1004)]
    [InlineData(0.0, 6.0)]
    [InlineData(6.0, double.PositiveInfinity)]
    public void What_does_not_ascend_from_above_nothing_is_refused(params double[] nominal) =>
        Assert.Throws<ArgumentException>(() => SizeGroups.Around(nominal));

    [Fact]
    public void Groups_of_a_mixture_meet_where_both_components_are_equally_likely()
    {
        var mixture = SizeMixture.Fit(SizeMixtureTests.Draw(4, (6, 0.1, 300), (12, 0.1, 300)), 4)!;
        var groups = SizeGroups.Of(mixture).Groups;
        Assert.Equal(2, groups.Count);
        Assert.InRange(groups[0].Nominal, 5.9, 6.1);
        Assert.InRange(groups[1].Nominal, 11.8, 12.2);
        Assert.Equal(groups[0].To, groups[1].From);
        Assert.InRange(groups[0].To, 8.2, 8.8);
        Assert.InRange(groups[0].From, 6 * Math.Exp(-0.45), 6 * Math.Exp(-0.35));
        Assert.InRange(groups[1].To, 12 * Math.Exp(0.35), 12 * Math.Exp(0.45));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;
}
