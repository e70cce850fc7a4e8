using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Detection;

namespace HcsGrid.Runs.Tests.Detection;

/// <summary>
/// The mixture of sizes that a report tells.
/// </summary>
public class ReportMixtureTests
{
    [Fact]
    public void The_parts_are_those_of_the_mixture_of_all_diameters_as_nanometres_and_shares()
    {
        double[] diameters = [.. Sizes(6, 300), .. Sizes(12, 100)];
        var expected = SizeMixture.Fit(diameters, 3)!.Components;
        var (mixture, count) = ReportParticles.MixtureOf([.. diameters], 3);
        Assert.Equal(400, count);
        Assert.Equal(2, mixture.Length);
        Assert.Equal(expected.Select(c => Math.Exp(c.MeanLog)), mixture.Select(c => c.MiddleNm), Near);
        Assert.Equal(expected.Select(c => c.Weight), mixture.Select(c => c.Share), Near);
        Assert.Equal(expected.Select(c => c.SpreadLog), mixture.Select(c => c.Spread), Near);
    }

    [Fact]
    public void Of_very_many_diameters_as_many_evenly_spread_give_nearly_the_same_mixture()
    {
        double[] diameters = [.. Sizes(6, 40_000), .. Sizes(12, 60_000)];
        var (mixture, count) = ReportParticles.MixtureOf(diameters, 2);
        Assert.Equal(ReportParticles.MaxMixtureCount, count);
        Assert.Equal([0.4, 0.6], mixture.Select(c => c.Share), (a, b) => Math.Abs(a - b) < 0.001);
        Assert.Equal([6, 12], mixture.Select(c => c.MiddleNm), (a, b) => Math.Abs(a - b) < 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Few_diameters_have_no_more_parts_than_there_are_diameters(int count)
    {
        var (mixture, fitted) = ReportParticles.MixtureOf([.. Sizes(6, count)], 4);
        Assert.Equal((count, count), (mixture.Length, fitted));
    }

    [Fact]
    public void There_are_never_more_parts_than_a_mixture_may_have() =>
        Assert.InRange(
            ReportParticles.MixtureOf([.. Sizes(6, 30)], SizeMixture.MaxComponentCount + 9).Mixture.Length, 1,
            SizeMixture.MaxComponentCount);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-5 * Math.Abs(a);

    /// <summary>Diameters about a middle, log-normal, seeded.</summary>
    private static IEnumerable<double> Sizes(double middle, int count)
    {
        var random = new Random(3);
        for (var i = 0; i < count; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) *
                Math.Cos(2 * Math.PI * random.NextDouble());
            yield return middle * Math.Exp(0.06 * normal);
        }
    }
}
