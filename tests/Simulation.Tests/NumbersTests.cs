namespace HcsGrid.Simulation.Tests;

public class NumbersTests
{
    [Fact]
    public void Elementary_functions_agree_with_the_platform()
    {
        for (var x = -20.0; x < 20; x += 0.137)
        {
            Near(Math.Exp(x), PortableMath.Exp(x), 1e-14);
            Near(Math.Log(Math.Exp(x)), PortableMath.Log(Math.Exp(x)), 1e-14);
            var (sin, cos) = PortableMath.SinCos(x);
            Assert.Equal(Math.Sin(x), sin, 1e-14);
            Assert.Equal(Math.Cos(x), cos, 1e-14);
        }

        Near(Math.Pow(0.37, 1.6), PortableMath.Pow(0.37, 1.6), 1e-14);

        static void Near(double expected, double actual, double relative) =>
            Assert.True(
                Math.Abs(expected - actual) <= relative * Math.Max(1, Math.Abs(expected)), $"{actual}, not {expected}");
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(1e-5, -4.264890793922825)]
    public void Normal_quantiles_are_those_of_the_tables(double p, double expected) =>
        Assert.Equal(expected, NormalTable.Quantile(p), 1e-12);

    [Fact]
    public void Normal_numbers_have_mean_0_and_deviation_1()
    {
        var random = new SeededRandom(5, Purpose.Cell, 1, 2);
        double sum = 0, squares = 0;
        const int Count = 200_000;
        for (var i = 0; i < Count; i++)
        {
            var x = random.NextNormal();
            sum += x;
            squares += x * x;
        }

        Assert.Equal(0, sum / Count, 0.01);
        Assert.Equal(1, squares / Count, 0.015);
    }

    [Fact]
    public void Whole_numbers_are_uniform_and_in_range()
    {
        var random = new SeededRandom(5, Purpose.Layout);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt32(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }

    [Fact]
    public void Every_part_of_a_key_makes_another_stream()
    {
        var starts = new[]
        {
            new SeededRandom(1, Purpose.Cell, 1, 2), new SeededRandom(2, Purpose.Cell, 1, 2),
            new SeededRandom(1, Purpose.Site, 1, 2), new SeededRandom(1, Purpose.Cell, 2, 1),
            new SeededRandom(1, Purpose.Cell, 1), new SeededRandom(1, Purpose.Cell, 1, 2, 0),
        }.Select(r => r.NextBits());
        Assert.Equal(6, starts.Distinct().Count());
    }
}
