using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class TrustworthinessTests
{
    // scikit-learn 1.2.1, manifold.trustworthiness(X, X[:, :2], n_neighbors=k, metric=...), X from seed 11.
    [Theory]
    [InlineData(1, DistanceMetric.Euclidean, 0.6261904761904762)]
    [InlineData(5, DistanceMetric.Euclidean, 0.7518181818181818)]
    [InlineData(12, DistanceMetric.Euclidean, 0.7666666666666666)]
    [InlineData(14, DistanceMetric.Euclidean, 0.7551820728291316)]
    [InlineData(1, DistanceMetric.Cosine, 0.6202380952380953)]
    [InlineData(5, DistanceMetric.Cosine, 0.7466666666666666)]
    [InlineData(12, DistanceMetric.Cosine, 0.7265700483091788)]
    [InlineData(14, DistanceMetric.Cosine, 0.711764705882353)]
    public void The_trustworthiness_is_the_reference_s(int neighbourCount, DistanceMetric metric, double expected)
    {
        var table = SeededNumbers.Table(30, 6, 11);
        var trust = Trustworthiness.Of(
            table, table.Feature(0).ToArray(), table.Feature(1).ToArray(), neighbourCount, metric);
        Assert.Equal(expected, trust, 1e-14);
    }

    [Fact]
    public void A_map_that_is_the_profiles_is_trusted_wholly()
    {
        var table = SeededNumbers.Table(50, 2, 4);
        var (x, y) = (table.Feature(0).ToArray(), table.Feature(1).ToArray());
        Assert.Equal(1, Trustworthiness.Of(table, x, y, 10, DistanceMetric.Euclidean));
    }

    [Fact]
    public void Rows_without_a_place_are_left_out()
    {
        var table = SeededNumbers.Table(30, 6, 11);
        var rows = Enumerable.Range(0, 30).Where(row => row != 3).ToArray();
        var (x, y) = (table.Feature(0).ToArray(), table.Feature(1).ToArray());
        (x[3], y[3]) = (double.NaN, double.NaN);
        var without = table.SelectRows(rows);
        Assert.Equal(
            Trustworthiness.Of(
                without, without.Feature(0).ToArray(), without.Feature(1).ToArray(), 4, DistanceMetric.Cosine),
            Trustworthiness.Of(table, x, y, 4, DistanceMetric.Cosine));
    }

    [Fact]
    public void Too_few_rows_have_no_trustworthiness()
    {
        var table = SeededNumbers.Table(10, 2, 4);
        var (x, y) = (table.Feature(0).ToArray(), table.Feature(1).ToArray());
        Assert.Equal(double.NaN, Trustworthiness.Of(table, x, y, 5, DistanceMetric.Euclidean));
        Assert.Equal(1, Trustworthiness.Of(table, x, y, 4, DistanceMetric.Euclidean));
        Assert.Throws<ArgumentException>(() => Trustworthiness.Of(table, x[1..], y, 4, DistanceMetric.Euclidean));
    }
}
