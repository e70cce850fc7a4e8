using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class NeighbourListsTests
{
    [Theory]
    [InlineData(DistanceMetric.Cosine)]
    [InlineData(DistanceMetric.Correlation)]
    [InlineData(DistanceMetric.Euclidean)]
    public void The_nearest_rows_are_those_that_sorting_all_distances_gives(DistanceMetric metric)
    {
        // 300 rows are more than one block; every tenth row comes twice, for ties.
        var twice = Enumerable.Range(0, 300).Select(i => i - (i % 10 == 1 ? 1 : 0)).ToArray();
        var table = SeededNumbers.Table(300, 7, 21).SelectRows(twice);
        var rows = ComparableRows.Of(table, metric);
        var lists = NeighbourLists.Of(rows, 6);
        for (var i = 0; i < 300; i++)
        {
            var expected = Enumerable.Range(0, 300).Where(j => j != i).OrderBy(j => rows.Distance(i, j)).Take(6)
                .ToArray();
            Assert.Equal(expected, lists.Neighbours(i).ToArray());
            Assert.Equal(expected.Select(j => rows.Distance(i, j)), lists.Distances(i).ToArray());
        }
    }

    [Fact]
    public void The_lists_do_not_depend_on_the_number_of_threads()
    {
        var rows = ComparableRows.Of(SeededNumbers.Table(400, 9, 5), DistanceMetric.Cosine);
        var (one, two) = (NeighbourLists.Of(rows, 5, maxThreads: 1), NeighbourLists.Of(rows, 5, maxThreads: 2));
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(one.Neighbours(i).ToArray(), two.Neighbours(i).ToArray());
            Assert.Equal(one.Distances(i).ToArray(), two.Distances(i).ToArray());
        }
    }

    [Fact]
    public void Rows_that_may_not_be_neighbours_are_not()
    {
        var rows = ComparableRows.Of(SeededNumbers.Table(20, 4, 5), DistanceMetric.Euclidean);
        var lists = NeighbourLists.Of(rows, 15, (row, other) => row % 2 != other % 2);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(10, lists.Neighbours(i).Length);
            foreach (var other in lists.Neighbours(i))
                Assert.NotEqual(i % 2, other % 2);
        }
    }

    [Fact]
    public void Few_rows_have_few_neighbours()
    {
        var table = SeededNumbers.Table(3, 4, 5);
        Assert.Equal(0, NeighbourLists.Of(ComparableRows.Of(table.SelectRows([]), DistanceMetric.Cosine), 3).Count);
        var one = NeighbourLists.Of(ComparableRows.Of(table.SelectRows([0]), DistanceMetric.Cosine), 3);
        Assert.Equal(0, one.Neighbours(0).Length);
        var three = NeighbourLists.Of(ComparableRows.Of(table, DistanceMetric.Cosine), 15);
        Assert.Equal(2, three.Neighbours(1).Length);
        var rows = ComparableRows.Of(table, DistanceMetric.Cosine);
        Assert.Throws<ArgumentOutOfRangeException>(() => NeighbourLists.Of(rows, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NeighbourLists.Of(rows, 513));
    }
}
