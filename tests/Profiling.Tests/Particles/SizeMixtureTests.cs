using HcsGrid.Profiling.Particles;

namespace HcsGrid.Profiling.Tests.Particles;

public sealed class SizeMixtureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Three_sizes_are_found_with_their_shares_middles_and_spreads(int seed)
    {
        var mixture = SizeMixture.Fit(Draw(seed, (6, 0.12, 500), (12, 0.08, 200), (18, 0.06, 300)), 6)!;
        Assert.Equal(3, mixture.Components.Count);
        (double Size, double Spread, double Share)[] expected = [(6, 0.12, 0.5), (12, 0.08, 0.2), (18, 0.06, 0.3)];
        foreach (var (part, (size, spread, share)) in mixture.Components.Zip(expected))
        {
            Assert.InRange(Math.Exp(part.MeanLog), size * 0.97, size * 1.03);
            Assert.InRange(part.DeviationLog, spread * 0.8, spread * 1.2);
            Assert.InRange(part.Weight, share - 0.03, share + 0.03);
        }
    }

    [Fact]
    public void A_spread_below_the_floor_of_the_fit_is_told_as_it_is()
    {
        var part = Assert.Single(SizeMixture.Fit(Draw(3, (6, 0.016, 400)), 1)!.Components);
        Assert.Equal(0.03, part.DeviationLog);
        Assert.InRange(part.SpreadLog, 0.0145, 0.0175);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void One_size_stays_one(int seed) =>
        Assert.Single(SizeMixture.Fit(Draw(seed, (10, 0.1, 400)), 4)!.Components);

    [Fact]
    public void Two_large_ones_among_a_hundred_small_are_a_kind_of_their_own()
    {
        var mixture = SizeMixture.Fit(Draw(6, (6, 0.08, 111), (12, 0.05, 2)), 3)!;
        Assert.Equal(2, mixture.Components.Count);
        Assert.InRange(mixture.Components[1].Weight, 0.015, 0.02);
    }

    [Fact]
    public void The_order_of_the_diameters_does_not_matter()
    {
        var diameters = Draw(7, (6, 0.1, 100), (12, 0.1, 60));
        var expected = SizeMixture.Fit(diameters, 4)!;
        var found = SizeMixture.Fit([.. diameters.Reverse()], 4)!;
        Assert.Equal(expected.Components, found.Components);
        Assert.Equal(expected.Criterion, found.Criterion);
    }

    [Fact]
    public void One_component_is_the_mean_and_deviation_of_the_logarithms_with_its_criterion()
    {
        double[] diameters = [5, 6, 7, 9];
        double[] logs = [.. diameters.Select(d => Math.Log(d))];
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Average(v => (v - mean) * (v - mean)));
        var likelihood = logs.Sum(v => (-0.5 * Math.Pow((v - mean) / deviation, 2)) -
            Math.Log(deviation * Math.Sqrt(2 * Math.PI)));
        var mixture = SizeMixture.Fit(diameters, 1)!;
        var part = Assert.Single(mixture.Components);
        Assert.Equal(mean, part.MeanLog, 12);
        Assert.Equal(deviation, part.DeviationLog, 12);
        Assert.Equal((-2 * likelihood) + (2 * Math.Log(4)), mixture.Criterion, 9);
    }

    [Fact]
    public void Equal_diameters_are_one_kind_of_the_least_spread()
    {
        var part = Assert.Single(SizeMixture.Fit([6, 6, 6, 6], 4)!.Components);
        Assert.Equal(0.03, part.DeviationLog);
        Assert.Single(SizeMixture.Fit([6], 4)!.Components);
        Assert.Null(SizeMixture.Fit([], 4));
    }

    [Theory]
    [InlineData(0.0, 2)]
    [InlineData(double.NaN, 2)]
    [InlineData(6.0, 0)]
    [InlineData(6.0, 9)]
    public void What_cannot_be_fitted_is_refused(double diameter, int count) =>
        Assert.Throws<ArgumentException>(() => SizeMixture.Fit([6, diameter], count));

    /// <summary>Diameters whose logarithms are normal: size, relative spread and number of each kind.</summary>
    internal static double[] Draw(int seed, params (double Size, double Spread, int Count)[] kinds)
    {
        var random = new Random(seed);
        return
        [
            .. kinds.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(_ =>
                kind.Size * Math.Exp(kind.Spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) *
                    Math.Cos(2 * Math.PI * random.NextDouble())))),
        ];
    }
}
