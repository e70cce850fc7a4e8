using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class StableMathTests
{
    [Fact]
    public void Exponentials_and_powers_agree_with_the_library() => Prop.ForAll(
        Gen.Choose(-600_000, 600_000).Select(n => n / 1000.0).ToArbitrary(),
        Gen.Choose(1, 1_000_000).ToArbitrary(),
        (exponent, n) =>
        {
            Same(Math.Exp(exponent), StableMath.Exp(exponent), 3e-13);
            var x = n / 999.0;
            Same(Math.Pow(x, exponent / 300), StableMath.Power(x, exponent / 300), 3e-13);
            Assert.Equal(Math.Log2(x), StableMath.Log2(x), 1e-14);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Beyond_the_range_there_is_zero_or_infinity()
    {
        Assert.Equal(1, StableMath.Exp(0));
        Assert.Equal(0, StableMath.Exp(-1000));
        Assert.Equal(0, StableMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, StableMath.Exp(1000));
        Assert.Equal(double.NaN, StableMath.Exp(double.NaN));
    }

    private static void Same(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * expected, $"expected {expected:R}, got {actual:R}");
}
