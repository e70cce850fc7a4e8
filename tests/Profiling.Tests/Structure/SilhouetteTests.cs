using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class SilhouetteTests
{
    // scikit-learn 1.2.1, metrics.silhouette_score of SeededNumbers.Table(30, 6, 11).
    [Theory]
    [InlineData(false, DistanceMetric.Cosine, -0.0775128317543347)]
    [InlineData(false, DistanceMetric.Euclidean, -0.04015917419166277)]
    [InlineData(true, DistanceMetric.Cosine, -0.1589423526719663)]
    [InlineData(true, DistanceMetric.Euclidean, -0.14296180895272675)]
    public void The_silhouette_is_the_reference_s(bool isUneven, DistanceMetric metric, double expected)
    {
        // Uneven: one row alone, nine, twenty.
        var groups = Enumerable.Range(0, 30).Select(i => !isUneven ? i % 3 : i == 0 ? 0 : i < 10 ? 1 : 2).ToArray();
        var rows = ComparableRows.Of(SeededNumbers.Table(30, 6, 11), metric);
        Assert.Equal(expected, Silhouette.Of(rows, groups), 1e-14);
        Assert.Equal(Silhouette.Of(rows, groups, 1), Silhouette.Of(rows, groups, 2));
    }

    [Fact]
    public void Without_two_groups_there_is_no_silhouette()
    {
        var rows = ComparableRows.Of(SeededNumbers.Table(5, 3, 1), DistanceMetric.Cosine);
        Assert.Equal(double.NaN, Silhouette.Of(rows, [2, 2, 2, 2, 2]));
        Assert.Throws<ArgumentException>(() => Silhouette.Of(rows, [0, 1]));
        Assert.Throws<ArgumentException>(() => Silhouette.Of(rows, [0, 1, 0, -1, 0]));
        var alike = ComparableRows.Of(MadeUpTables.Of([1.0, 1, 1, 1]), DistanceMetric.Euclidean);
        Assert.Equal(0, Silhouette.Of(alike, [0, 0, 1, 1]));
    }
}
