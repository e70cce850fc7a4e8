using FsCheck;
using FsCheck.Fluent;

namespace HcsGrid.Profiling.Tests;

public class OrderStatisticsTests
{
    [Fact]
    public void The_median_is_that_of_the_sorted_values() =>
        Prop.ForAll(MadeUpTables.Columns, column =>
        {
            var sorted = column.Order().ToArray();
            var middle = sorted.Length / 2;
            var expected = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return OrderStatistics.Median([.. column]) == expected;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_median_of_some_hundred_values_is_that_of_the_sorted_ones_whatever_their_pattern() =>
        Prop.ForAll(Gen.Choose(128, 5000).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (count, pattern) =>
        {
            var random = new Random(count);
            double[] values = [.. Enumerable.Range(0, count).Select(i => pattern switch
            {
                0 => random.NextDouble(),
                1 => random.Next(3),
                2 => i,
                3 => i % 24 == 0 ? 100 : random.NextDouble(),
                4 => Math.Exp(20 * random.NextDouble()),
                _ => i < count / 2 ? double.NegativeInfinity : i,
            })];
            var sorted = values.Order().ToArray();
            var middle = count / 2;
            var expected = count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return OrderStatistics.Median([.. values]).Equals(expected + 0.0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_quantile_lies_between_the_order_statistics_around_its_position() =>
        Prop.ForAll(MadeUpTables.Columns, Gen.Choose(0, 100).ToArbitrary(), (column, percent) =>
        {
            var sorted = column.Order().ToArray();
            var position = (sorted.Length - 1) * (percent / 100.0);
            var below = (int)position;
            var above = Math.Min(below + 1, sorted.Length - 1);
            var expected = sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
            Golden.Equal(expected, OrderStatistics.Quantile([.. column], percent / 100.0), 1e-14, $"{percent} %");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_quantile_outside_of_0_and_1_is_refused_and_none_of_no_values_is_NaN()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderStatistics.Quantile([1, 2], 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderStatistics.Quantile([1, 2], double.NaN));
        Assert.Equal(double.NaN, OrderStatistics.Quantile([], 0.5));
        Assert.Equal(7, OrderStatistics.Quantile([7], 0.75));
    }

    [Theory]
    [InlineData("sorted")]
    [InlineData("reversed")]
    [InlineData("equal")]
    [InlineData("organ pipe")]
    [InlineData("two values")]
    [InlineData("saw")]
    public void No_pattern_of_many_values_goes_wrong(string pattern)
    {
        const int Count = 20_001;
        var values = Enumerable.Range(0, Count).Select(i => pattern switch
        {
            "sorted" => i,
            "reversed" => Count - i,
            "equal" => 1,
            "organ pipe" => Math.Min(i, Count - i),
            "two values" => i % 2,
            _ => i % 17.0,
        }).ToArray();
        var expected = values.Order().ElementAt(Count / 2);
        Assert.Equal(expected, OrderStatistics.Median(values));
    }

    [Fact]
    public void The_median_s_zero_has_one_sign_whatever_the_order()
    {
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(OrderStatistics.Median([-0.0, 0.0, -0.0])));
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(OrderStatistics.Median([-0.0, -0.0, -0.0])));
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(OrderStatistics.Median([-0.0, -0.0])));
    }

    [Fact]
    public void Few_and_infinite_values_have_stated_outcomes()
    {
        Assert.Equal(double.NaN, OrderStatistics.Median([]));
        Assert.Equal(double.NaN, OrderStatistics.Mean([]));
        Assert.Equal(double.NaN, OrderStatistics.MedianAbsoluteDeviation([]));
        Assert.Equal(double.NaN, OrderStatistics.Variance([1], 1, ddof: 1));
        Assert.Equal(2, OrderStatistics.Median([double.PositiveInfinity, 2, double.NegativeInfinity]));
        Assert.Equal(2, OrderStatistics.MedianAbsoluteDeviation([1, 3, 5, 100]));
        Assert.Equal(5.0 / 3, OrderStatistics.Variance([1, 2, 3, 4], 2.5, ddof: 1), 1e-15);
    }
}
