using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class NearestNeighboursTests
{
    [Fact]
    public void The_cosine_is_that_of_the_angle()
    {
        Assert.Equal(1, NearestNeighbours.Cosine([1, 2], [2, 4]), 1e-15);
        Assert.Equal(-1, NearestNeighbours.Cosine([1, 2], [-1, -2]), 1e-15);
        Assert.Equal(0, NearestNeighbours.Cosine([1, 0], [0, 3]));
        Assert.Equal(0.6, NearestNeighbours.Cosine([1, 0], [3, 4]), 1e-15);
        Assert.Equal(0.6, NearestNeighbours.Cosine([1e300, 0], [3e-300, 4e-300]), 1e-15);
        Assert.Equal(double.NaN, NearestNeighbours.Cosine([0, 0], [3, 4]));
        Assert.Equal(double.NaN, NearestNeighbours.Cosine([double.NaN, 1], [3, 4]));
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Cosine([1], [3, 4]));
    }

    [Fact]
    public void The_cosine_is_symmetric_and_bounded() =>
        Prop.ForAll(MadeUpTables.Columns, column =>
        {
            var other = column.Reverse().ToArray();
            var cosine = NearestNeighbours.Cosine(column, other);
            return (double.IsNaN(cosine) && column.All(value => value == 0))
                || (cosine is >= -1 and <= 1 && cosine.Equals(NearestNeighbours.Cosine(other, column)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Distances_of_real_profiles_are_those_of_the_reference()
    {
        var items = Golden.Read("a_hclust_items");
        var medians = Golden.Read("a_aggregate_median_by_broad_sample");
        var names = medians.Metadata("Metadata_broad_sample");
        var rows = Enumerable.Range(0, medians.RowCount).Where(row => names[row] != "DMSO").Take(40).ToArray();
        Assert.Equal(40, items.RowCount);
        var matrix = CosineDistanceMatrix.Of(medians.SelectRows(rows));
        Assert.Equal(medians.FeatureCount, matrix.UsedFeatures.Count);
        var expected = Golden.Read("a_hclust_distances");
        var (i, j) = (expected.Feature(0).ToArray(), expected.Feature(1).ToArray());
        Assert.Equal(40 * 39 / 2, expected.RowCount);
        for (var pair = 0; pair < expected.RowCount; pair++)
        {
            var (a, b) = ((int)i[pair], (int)j[pair]);
            Golden.Equal(expected[pair, 2], matrix[a, b], 1e-12, $"{a}, {b}");
            Assert.Equal(matrix[a, b], matrix[b, a]);
            Assert.Equal(0, matrix[a, a]);
        }
    }

    [Fact]
    public void A_feature_that_one_row_lacks_is_left_out_for_all()
    {
        var table = MadeUpTables.Of([1, 1, 2], [5, double.NaN, 7], [0, 1, 0], [1, double.PositiveInfinity, 1]);
        var matrix = CosineDistanceMatrix.Of(table);
        Assert.Equal(["f0", "f2"], matrix.UsedFeatures);
        Assert.Equal(0, matrix[0, 2], 1e-15);
        Assert.Equal(1 - Math.Sqrt(0.5), matrix[0, 1], 1e-15);
    }

    [Fact]
    public void The_neighbour_is_the_nearest_of_another_compound()
    {
        var table = MadeUpTables.Of([1, 1, 0, 0, 1], [0, 0.1, 1, 0, 1])
            .WithMetadata("Metadata_pert_iname", ["a", "a", "b", "c", "d"]);
        var neighbours = NearestNeighbours.Find(table, "Metadata_pert_iname");
        Assert.Equal([4, 4, 4, -1, 1], neighbours.Select(n => n.RowIndex));
        Assert.Equal(Math.Sqrt(0.5), neighbours[0].Cosine, 1e-15);
        Assert.Equal(double.NaN, neighbours[3].Cosine);
    }

    [Fact]
    public void A_profile_without_any_value_takes_no_feature_from_the_others()
    {
        var table = MadeUpTables.Of([1, double.NaN, 1], [0, double.NaN, 1])
            .WithMetadata("Metadata_pert_iname", ["a", "b", "c"]);
        var neighbours = NearestNeighbours.Find(table, "Metadata_pert_iname");
        Assert.Equal([2, -1, 0], neighbours.Select(n => n.RowIndex));
    }

    [Fact]
    public void Of_equally_near_ones_the_first_is_the_neighbour()
    {
        var table = MadeUpTables.Of([1, 2, 4, 8]).WithMetadata("Metadata_pert_iname", ["a", "b", "b", "a"]);
        Assert.Equal([1, 0, 0, 1], NearestNeighbours.Find(table, "Metadata_pert_iname").Select(n => n.RowIndex));
    }

    [Fact]
    public void Tables_without_another_row_have_no_neighbours()
    {
        Assert.Empty(NearestNeighbours.Find(new ProfileTableBuilder(["m"], ["f"]).Build(), "m"));
        Assert.Equal([NearestNeighbour.None], NearestNeighbours.Find(MadeUpTables.Of([1]), "Metadata_Row"));
        Assert.Equal(0, CosineDistanceMatrix.Of(new ProfileTableBuilder(["m"], ["f"]).Build()).Count);
        Assert.Equal(double.NaN, CosineDistanceMatrix.Of(MadeUpTables.Of([double.NaN, double.NaN]))[0, 0]);
    }

    [Fact]
    public void Moa_accuracy_asks_other_compounds_that_have_a_mechanism()
    {
        // Two doses of a compound never answer for each other; rows without a mechanism neither ask nor answer.
        var table = MadeUpTables.Of([1, 1.01, 1, 0, 0.1, 1], [0, 0, 0.2, 1, 1, 0.001])
            .WithMetadata("Metadata_pert_iname", ["a", "a", "b", "c", "d", "e"])
            .WithMetadata("Metadata_moa", ["M", "M", "M", "K", "L", ""]);
        var accuracy = MoaAccuracy.NearestNeighbour(table, "Metadata_pert_iname", "Metadata_moa");
        Assert.Equal(new MoaAccuracyResult(3, 5), accuracy);
        var none = MoaAccuracy.NearestNeighbour(table.SelectRows([5]), "Metadata_pert_iname", "Metadata_moa");
        Assert.Equal((0, 0, null), (none.Correct, none.Total, none.Share));
        var alone = MoaAccuracy.NearestNeighbour(table.SelectRows([0, 1]), "Metadata_pert_iname", "Metadata_moa");
        Assert.Equal(new MoaAccuracyResult(0, 2), alone);
    }
}
