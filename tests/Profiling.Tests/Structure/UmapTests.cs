using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class UmapTests
{
    // scipy 1.10.1, curve_fit as umap-learn 0.5's find_ab_params calls it.
    [Theory]
    [InlineData(0.1, 1, 1.5769434601962196, 0.8950608779914887)]
    [InlineData(0, 1, 1.9328083975546724, 0.7904949734010681)]
    [InlineData(0.5, 1, 0.583030020479462, 1.3341669929263487)]
    [InlineData(0.25, 2, 0.41627349693884963, 0.9218551322340262)]
    public void The_curve_of_nearness_is_the_reference_s(double minDistance, double spread, double a, double b)
    {
        var curve = UmapCurve.Fit(minDistance, spread);
        Assert.Equal(a, curve.A, 1e-6);
        Assert.Equal(b, curve.B, 1e-6);
    }

    [Fact]
    public void A_real_plate_s_map_keeps_neighbours_better_than_the_principal_components()
    {
        var plate = Golden.Read("a_input");
        var map = Umap.Place(plate, new UmapOptions());
        var components = PrincipalComponents.Project2(plate);
        var trust = Trustworthiness.Of(plate, map.X, map.Y, 15, DistanceMetric.Cosine);
        var plain = Trustworthiness.Of(
            plate, components.Coordinates[0], components.Coordinates[1], 15, DistanceMetric.Cosine);
        Assert.True(trust > 0.8 && trust > plain + 0.05, $"map {trust}, principal components {plain}");
    }

    [Fact]
    public void Groups_far_apart_stay_apart()
    {
        var table = ThreeGroups(40);
        var map = Umap.Place(table, new UmapOptions { Metric = DistanceMetric.Euclidean });
        var groups = Enumerable.Range(0, 120).GroupBy(row => row / 40).ToArray();
        foreach (var group in groups)
        {
            var (cx, cy) = (group.Average(row => map.X[row]), group.Average(row => map.Y[row]));
            var within = group.Max(row => Distance(map.X[row], map.Y[row], cx, cy));
            var across = Enumerable.Range(0, 120).Except(group).Min(row => Distance(map.X[row], map.Y[row], cx, cy));
            Assert.True(across > within, $"group {group.Key}: {within} within, {across} to the next");
        }

        Assert.Equal(0, map.X.Average(), 1e-12);
        Assert.Equal(0, map.Y.Average(), 1e-12);
    }

    [Fact]
    public void The_same_rows_in_any_order_and_on_any_number_of_threads_give_the_same_bytes()
    {
        var table = SeededNumbers.Table(200, 6, 31);
        var shuffled = Enumerable.Range(0, 200).ToArray();
        new Random(8).Shuffle(shuffled);
        var options = new UmapOptions { EpochCount = 50, MaxThreads = 1 };
        var map = Umap.Place(table, options);
        var other = Umap.Place(table.SelectRows(shuffled), options with { MaxThreads = 2 });
        Assert.Equal(shuffled.Select(row => map.X[row]), other.X);
        Assert.Equal(shuffled.Select(row => map.Y[row]), other.Y);
        Assert.NotEqual(map.X, Umap.Place(table, options with { Seed = 1 }).X);
    }

    [Fact]
    public void The_map_is_the_same_on_every_machine()
    {
        // Our own numbers: they may change only with the method, and then the map's provenance must say so.
        var map = Umap.Place(SeededNumbers.Table(30, 5, 3), new UmapOptions { EpochCount = 20, NeighbourCount = 5 });
        Assert.Equal([1.2687767721567198, -0.72446029564750658, -2.4440288547899831], map.X.Take(3));
    }

    [Fact]
    public void Few_rows_have_a_map_too()
    {
        var table = SeededNumbers.Table(3, 4, 1);
        Assert.Empty(Umap.Place(table.SelectRows([]), new UmapOptions()).X);
        Assert.Equal([0.0], Umap.Place(table.SelectRows([1]), new UmapOptions()).X);
        foreach (var rows in new int[][] { [0, 1], [0, 0], [0, 1, 2], [2, 2, 2] })
        {
            var map = Umap.Place(table.SelectRows(rows), new UmapOptions());
            Assert.All(map.X.Concat(map.Y), value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void Rows_that_cannot_be_compared_have_no_place()
    {
        var (nan, table) = (double.NaN, SeededNumbers.Table(12, 3, 1));
        var values = table.ColumnMajorValues.ToArray();
        for (var f = 0; f < 3; f++)
            (values[(f * 12) + 4], values[(f * 12) + 7]) = (nan, 0);
        var map = Umap.Place(table.WithFeatures(values), new UmapOptions());
        Assert.Equal([4, 7], map.SetAsideRows);
        for (var row = 0; row < 12; row++)
            Assert.Equal(row is 4 or 7, double.IsNaN(map.X[row]) && double.IsNaN(map.Y[row]));
    }

    [Fact]
    public void Rows_that_are_all_alike_have_a_map()
    {
        var map = Umap.Place(MadeUpTables.Of([.. Enumerable.Repeat(2.0, 40)]), new UmapOptions());
        Assert.All(map.X.Concat(map.Y), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("NeighbourCount is 1, expected 2 to 512.")]
    [InlineData("MinDistance is 3, expected 0 to 1, the spread.")]
    [InlineData("Spread is 0, expected above 0, to 100.")]
    [InlineData("EpochCount is -1, expected 0 to 10000.")]
    public void An_option_out_of_bounds_is_named(string message)
    {
        var options = message.Split(' ')[0] switch
        {
            "NeighbourCount" => new UmapOptions { NeighbourCount = 1 },
            "MinDistance" => new UmapOptions { MinDistance = 3 },
            "Spread" => new UmapOptions { Spread = 0 },
            _ => new UmapOptions { EpochCount = -1 },
        };
        var error = Assert.Throws<ArgumentException>(() => Umap.Place(SeededNumbers.Table(3, 3, 1), options));
        Assert.Equal(message, error.Message);
    }

    private static double Distance(double x, double y, double cx, double cy) =>
        Math.Sqrt(((x - cx) * (x - cx)) + ((y - cy) * (y - cy)));

    private static ProfileTable ThreeGroups(int size)
    {
        var table = SeededNumbers.Table(3 * size, 8, 17);
        var values = table.ColumnMajorValues.ToArray();
        for (var row = 0; row < table.RowCount; row++)
            values[(row / size * table.RowCount) + row] += 5;
        return table.WithFeatures(values);
    }
}
