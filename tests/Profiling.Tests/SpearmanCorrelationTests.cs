using FsCheck;
using FsCheck.Fluent;

namespace HcsGrid.Profiling.Tests;

public class SpearmanCorrelationTests
{
    [Fact]
    public void Examples_by_hand()
    {
        Assert.Equal(1, SpearmanCorrelation.Of([1, 2, 3], [1, 10, 1000]));
        Assert.Equal(-1, SpearmanCorrelation.Of([1, 2, 3], [3, 2, 1]));
        // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: products 4.5, squares 4.5 and 5.
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), SpearmanCorrelation.Of([1, 2, 2, 3], [1, 2, 3, 4]), 1e-15);
        Assert.Equal(1, SpearmanCorrelation.Of([1, double.NaN, 2], [1, -5, 2]));
    }

    [Fact]
    public void What_does_not_vary_has_no_correlation()
    {
        Assert.Equal(double.NaN, SpearmanCorrelation.Of([], []));
        Assert.Equal(double.NaN, SpearmanCorrelation.Of([1], [1]));
        Assert.Equal(double.NaN, SpearmanCorrelation.Of([1, 2], [3, 3]));
        Assert.Throws<ArgumentException>(() => SpearmanCorrelation.Of([1], [1, 2]));
    }

    [Fact]
    public void Only_the_order_counts() =>
        Prop.ForAll(MadeUpTables.Columns, column =>
        {
            var other = column.Reverse().ToArray();
            return SpearmanCorrelation.Of(column, other)
                .Equals(SpearmanCorrelation.Of(Array.ConvertAll(column, value => Math.Exp(value)), other));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(500)]
    [InlineData(4097)]
    public void Ranks_of_even_tied_and_crowded_values_are_those_of_counting(int count)
    {
        var random = new Random(count);
        var even = Enumerable.Range(0, count).Select(_ => random.NextDouble() + random.NextDouble() - 1).ToArray();
        var tied = Array.ConvertAll(even, value => Math.Round(value, 2));
        var crowded = Array.ConvertAll(even, value => Math.Exp(40 * value));
        var wild = (double[])even.Clone();
        (wild[0], wild[count / 2]) = (double.NegativeInfinity, double.PositiveInfinity);
        var wide = (double[])even.Clone();
        (wide[1], wide[^1]) = (-double.MaxValue, double.MaxValue);
        foreach (var values in new[] { even, tied, crowded, wild, wide, even.Order().ToArray(), new double[count] })
        {
            var ranks = SpearmanCorrelation.AverageRanks(values);
            for (var i = 0; i < count; i += 7)
            {
                var (less, equal) = (values.Count(v => v < values[i]), values.Count(v => v == values[i]));
                Assert.Equal(less + ((equal + 1) / 2.0), ranks[i]);
            }
        }
    }
}
