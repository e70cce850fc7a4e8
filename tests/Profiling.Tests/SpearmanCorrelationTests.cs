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
}
