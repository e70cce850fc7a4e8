using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class ComparableRowsTests
{
    private static readonly double[] A = [1, 2, 3, 5, 8, 13, 21, 34, 55];
    private static readonly double[] B = [2, 0, -1, 4, 4, 1, 7, -3, 6];

    // scipy 1.10.1, scipy.spatial.distance.cosine, correlation, euclidean of the two vectors.
    [Theory]
    [InlineData(DistanceMetric.Cosine, 0.4538077015168859)]
    [InlineData(DistanceMetric.Correlation, 0.7438964472432984)]
    [InlineData(DistanceMetric.Euclidean, 64.40496875241847)]
    public void A_distance_is_the_reference_s(DistanceMetric metric, double expected)
    {
        var rows = ComparableRows.Of(TableOfRows(A, B), metric);
        Assert.Equal(expected, rows.Distance(0, 1), 1e-13);
        Assert.Equal(rows.Distance(0, 1), rows.Distance(1, 0));
    }

    [Fact]
    public void A_row_without_any_value_takes_no_feature_away()
    {
        var (nan, inf) = (double.NaN, double.PositiveInfinity);
        var table = TableOfRows([1, 2, nan], [nan, nan, inf], [3, -1, 5]);
        foreach (var metric in Enum.GetValues<DistanceMetric>())
        {
            var rows = ComparableRows.Of(table, metric);
            Assert.Equal([0, 2], rows.TableRows);
            Assert.Equal([1], rows.SetAsideRows);
            Assert.Equal(["f0", "f1"], rows.UsedFeatures);
        }
    }

    [Fact]
    public void A_row_without_direction_is_set_aside()
    {
        var table = TableOfRows([0, 0, 0], [0.1, 0.1, 0.1], [1, 2, 4]);
        Assert.Equal([0], ComparableRows.Of(table, DistanceMetric.Cosine).SetAsideRows);
        Assert.Equal([0, 1], ComparableRows.Of(table, DistanceMetric.Correlation).SetAsideRows);
        Assert.Empty(ComparableRows.Of(table, DistanceMetric.Euclidean).SetAsideRows);
    }

    [Fact]
    public void Without_a_feature_that_all_rows_have_there_is_nothing_to_compare()
    {
        var table = TableOfRows([1, double.NaN], [double.NaN, 2]);
        foreach (var metric in Enum.GetValues<DistanceMetric>())
        {
            var rows = ComparableRows.Of(table, metric);
            Assert.Equal(0, rows.Count);
            Assert.Equal([0, 1], rows.SetAsideRows);
            Assert.Equal(0, PairDistances.Of(rows).Count);
        }
    }

    [Fact]
    public void The_order_of_values_does_not_depend_on_the_order_in_the_table()
    {
        var table = SeededNumbers.Table(40, 3, 9);
        var shuffled = Enumerable.Range(0, 40).ToArray();
        new Random(4).Shuffle(shuffled);
        var ordered = ComparableRows.Of(table, DistanceMetric.Cosine).InOrderOfValues();
        var other = ComparableRows.Of(table.SelectRows(shuffled), DistanceMetric.Cosine).InOrderOfValues();
        Assert.Equal(ordered.TableRows, other.TableRows.Select(row => shuffled[row]));
        Assert.Equal(ordered.Values.ToArray(), other.Values.ToArray());
    }

    [Fact]
    public void Distances_do_not_depend_on_the_number_of_threads()
    {
        var rows = ComparableRows.Of(SeededNumbers.Table(60, 33, 2), DistanceMetric.Correlation);
        Assert.Equal(PairDistances.Of(rows, 1).Values, PairDistances.Of(rows, 2).Values);
        Assert.Equal(rows.Distance(3, 7), PairDistances.Of(rows)[7, 3]);
    }

    [Fact]
    public void Distances_that_are_no_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairDistances.Of([1, double.NaN, 2], 3));
        Assert.Throws<ArgumentException>(() => PairDistances.Of([1, -1, 2], 3));
        Assert.Throws<ArgumentException>(() => PairDistances.Of([1, 2], 3));
        var huge = ComparableRows.Of(TableOfRows([1e200, 1], [-1e200, 2]), DistanceMetric.Euclidean);
        Assert.Throws<ArgumentException>(() => PairDistances.Of(huge));
    }

    private static ProfileTable TableOfRows(params double[][] rows) => MadeUpTables.Of(
        [.. Enumerable.Range(0, rows[0].Length).Select(f => rows.Select(row => row[f]).ToArray())]);
}
