using HcsGrid.Profiling.Quality;
using HcsGrid.Profiling.Tests.Response;

namespace HcsGrid.Profiling.Tests.Quality;

public class ReplicateReproducibilityTests
{
    private static readonly string[] By = ["Metadata_T"];

    [Fact]
    public void The_median_of_pairs_by_hand()
    {
        // Cosines 0.6, 0.8 and 0 of three wells at angles; b has one well, c a well of zeros.
        var table = Wells(("a", [1, 0]), ("b", [1, 1]), ("a", [3, 4]), ("c", [0, 0]), ("a", [0, 5]), ("c", [1, 0]));
        var found = ReplicateReproducibility.Of(table, By);
        Assert.Equal(["a", "b", "c"], found.Select(t => t.Key[0]));
        Assert.Equal([0, 2, 4], found[0].Rows);
        Assert.Equal(0.6, found[0].Similarity, 1e-15);
        Assert.Equal(double.NaN, found[1].Similarity);
        Assert.Equal(double.NaN, found[1].Null95);
        Assert.Equal(double.NaN, found[2].Similarity);
        Assert.Equal((null, null), (found[1].IsReplicating, found[2].IsReplicating));
    }

    [Fact]
    public void With_centred_rows_it_is_pearsons_correlation()
    {
        var table = Wells(("a", [1, 2, 4, 3]), ("a", [10, 11, 15, 17]), ("b", [5, 5, 5, 5]), ("b", [1, 2, 3, 4]));
        var found = ReplicateReproducibility.Of(table, By, centreRows: true);
        Assert.Equal(MathNet.Numerics.Statistics.Correlation.Pearson([1, 2, 4, 3], [10, 11, 15, 17]),
            found[0].Similarity, 1e-14);
        Assert.Equal(double.NaN, found[1].Similarity);
    }

    [Fact]
    public void Replicates_that_share_a_profile_exceed_the_null_and_noise_does_in_one_of_twenty()
    {
        var (strong, chance, count) = (0, 0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var effects = Enumerable.Range(0, 60).Select(t => t < 10 ? 1.5 : 0).ToArray();
            var plates = SimulatedPlates.Make(seed, 1, 0, 3, effects);
            var found = ReplicateReproducibility.Of(plates.Table, ["Metadata_Treatment"], seed: seed);
            strong += found.Take(10).Count(t => t.IsReplicating == true);
            chance += found.Skip(10).Count(t => t.IsReplicating == true);
            count += 50;
        }

        Assert.InRange(strong, 20, 200);
        Assert.InRange((double)chance / count, 0.01, 0.09);
    }

    [Fact]
    public void The_null_is_that_of_as_many_wells_of_different_treatments()
    {
        // Every treatment is a direction of its own: wells of different treatments have cosine 0, replicates 1.
        var table = Wells(("a", [1, 0, 0]), ("a", [2, 0, 0]), ("b", [0, 1, 0]), ("b", [0, 3, 0]), ("c", [0, 0, 1]));
        var found = ReplicateReproducibility.Of(table, By);
        Assert.Equal((1, 0, true), (found[0].Similarity, found[0].Null95, found[0].IsReplicating));
        Assert.Equal((1, 0, true), (found[1].Similarity, found[1].Null95, found[1].IsReplicating));
        var three = ReplicateReproducibility.Of(table.WithMetadata("Metadata_T", ["a", "a", "a", "b", "b"]), By);
        Assert.Equal(double.NaN, three[0].Null95);
    }

    [Fact]
    public void The_same_seed_gives_the_same_and_an_empty_table_nothing()
    {
        var plates = SimulatedPlates.Make(1, 2, 0, 2, new double[12]);
        var (a, b) = (ReplicateReproducibility.Of(plates.Table, ["Metadata_Treatment"], seed: 3),
            ReplicateReproducibility.Of(plates.Table, ["Metadata_Treatment"], seed: 3));
        Assert.Equal(a.Select(t => t.Null95), b.Select(t => t.Null95));
        Assert.NotEqual(a[0].Null95, ReplicateReproducibility.Of(
            plates.Table, ["Metadata_Treatment"], seed: 4)[0].Null95);
        Assert.Empty(ReplicateReproducibility.Of(plates.Table.SelectRows([]), ["Metadata_Treatment"]));
        Assert.Throws<ArgumentException>(() => ReplicateReproducibility.Of(plates.Table, ["Metadata_Absent"]));
    }

    private static ProfileTable Wells(params (string Treatment, double[] Values)[] wells)
    {
        var builder = new ProfileTableBuilder(
            By, [.. Enumerable.Range(0, wells[0].Values.Length).Select(f => $"f{f}")]);
        foreach (var (treatment, values) in wells)
            builder.AddRow([treatment], values);
        return builder.Build();
    }
}
