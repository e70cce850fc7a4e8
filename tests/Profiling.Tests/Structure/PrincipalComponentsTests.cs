using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class PrincipalComponentsTests
{
    [Fact]
    public void A_real_plate_has_the_reference_s_components()
    {
        var plate = Golden.Read("a_input");
        var projection = PrincipalComponents.Project(plate, 20);
        var scores = Golden.Read("a_pca_scores");
        var loadings = Golden.Read("a_pca_loadings");
        var variance = Golden.Read("a_pca_variance");
        Assert.Equal(loadings.Metadata("feature"), projection.UsedFeatures);
        for (var c = 0; c < 20; c++)
        {
            Same(scores.Feature(c), projection.Coordinates[c], 1e-9);
            Same(loadings.Feature(c), projection.Loadings[c], 1e-9);
            var share = variance[c, variance.FeatureIndexOf("explained_variance_ratio")];
            Golden.Equal(share, projection.ExplainedShares[c], 1e-12, $"component {c + 1}");
        }
    }

    [Fact]
    public void More_rows_than_features_give_the_components_of_the_features()
    {
        // Points on an ellipse along (3, 4)/5 and (-4, 3)/5.
        var angles = Enumerable.Range(0, 12).Select(i => i * Math.PI / 6).ToArray();
        var (major, minor) = (angles.Select(a => 10 * Math.Cos(a)), angles.Select(a => 2 * Math.Sin(a)));
        var pairs = major.Zip(minor).ToArray();
        var table = MadeUpTables.Of(
            [.. pairs.Select(p => ((3 * p.First) - (4 * p.Second)) / 5)],
            [.. pairs.Select(p => ((4 * p.First) + (3 * p.Second)) / 5)]);
        var projection = PrincipalComponents.Project2(table);
        Same([0.6, 0.8], projection.Loadings[0], 1e-14);
        Same([0.8, -0.6], projection.Loadings[1], 1e-14);
        Same(pairs.Select(p => p.First).ToArray(), projection.Coordinates[0], 1e-13);
        Same(pairs.Select(p => -p.Second).ToArray(), projection.Coordinates[1], 1e-13);
        Assert.Equal(100.0 / 104, projection.ExplainedShares[0], 1e-14);
    }

    [Fact]
    public void The_same_table_gives_the_same_bits()
    {
        var table = MadeUpTables.Random(60, 80, seed: 7);
        var (first, second) = (PrincipalComponents.Project2(table), PrincipalComponents.Project2(table));
        Assert.Equal(first.Coordinates, second.Coordinates);
    }

    [Fact]
    public void Features_that_some_row_lacks_are_left_out()
    {
        var projection = PrincipalComponents.Project2(MadeUpTables.Of([1, 2, 4], [1, double.NaN, 2], [0, 0, 0]));
        Assert.Equal(["f0", "f2"], projection.UsedFeatures);
        Assert.Equal([1.0, 0], projection.ExplainedShares);
        Assert.Equal([0.0, 0, 0], projection.Coordinates[1]);
    }

    [Fact]
    public void What_does_not_differ_lies_at_the_origin()
    {
        foreach (var table in new[] { MadeUpTables.Of([5]),
            MadeUpTables.Of([5, 5], [1, 1]), MadeUpTables.Of([double.NaN, double.NaN]) })
        {
            var projection = PrincipalComponents.Project2(table);
            Assert.All(projection.Coordinates, c => Assert.All(c, value => Assert.Equal(0, value)));
            Assert.Equal([0.0, 0], projection.ExplainedShares);
            Assert.Equal(table.RowCount, projection.Coordinates[0].Length);
        }

        Assert.Empty(PrincipalComponents.Project2(new ProfileTableBuilder([], ["f"]).Build()).Coordinates[0]);
    }

    private static void Same(ReadOnlySpan<double> expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Golden.Equal(expected[i], actual[i], tolerance, $"value {i}");
    }
}
