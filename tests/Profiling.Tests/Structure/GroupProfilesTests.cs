using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class GroupProfilesTests
{
    [Fact]
    public void Mean_vectors_are_the_reference_s_and_keep_what_their_rows_share()
    {
        var means = GroupProfiles.Means(Golden.Read("a_input"), "Metadata_broad_sample");
        var expected = Golden.Read("a_aggregate_mean_by_broad_sample");
        Golden.Equal(expected, means, 1e-12);
        Assert.Equal(expected.Metadata("Metadata_broad_sample"), means.Metadata("Metadata_broad_sample"));
        Assert.True(means.HasMetadata("Metadata_moa"));
        Assert.Contains(means.Metadata("Metadata_moa"), moa => moa.Length > 0);
    }

    [Fact]
    public void The_spread_of_a_group_is_that_of_its_pairs()
    {
        // Directions at 0, 60 and 90 degrees, and another group of two alike rows, one alone, one without a name.
        var root = Math.Sqrt(3) / 2;
        var table = MadeUpTables.Of([1, 0.5, 0, 3, 6, 1, 1], [0, root, 2, 4, 8, 1, 1])
            .WithMetadata("Metadata_Compound", ["b", "b", "b", "a", "a", "c", ""]);
        var spreads = GroupProfiles.Spreads(table, "Metadata_Compound");
        Assert.Equal(["a", "b", "c"], spreads.Select(s => s.Name));
        Assert.Equal((2, 1), (spreads[0].RowCount, spreads[0].PairCount));
        Assert.Equal(0, spreads[0].Median, 1e-15);
        // 1 − cos 30°, 1 − cos 60°, 1 − cos 90° = 0.134, 0.5, 1.
        Assert.Equal(3, spreads[1].PairCount);
        Assert.Equal(1 - root, spreads[1].Least, 1e-15);
        Assert.Equal((1 - root + 0.5) / 2, spreads[1].LowerQuartile, 1e-15);
        Assert.Equal(0.5, spreads[1].Median, 1e-15);
        Assert.Equal(0.75, spreads[1].UpperQuartile, 1e-15);
        Assert.Equal(1, spreads[1].Largest, 1e-15);
        Assert.Equal((1, 0, double.NaN), (spreads[2].RowCount, spreads[2].PairCount, spreads[2].Median));
    }

    [Fact]
    public void Rows_that_cannot_be_compared_count_nowhere()
    {
        var table = MadeUpTables.Of([1, 0, 2], [1, 0, 3]).WithMetadata("Metadata_Compound", ["a", "a", "a"]);
        var spread = Assert.Single(GroupProfiles.Spreads(table, "Metadata_Compound"));
        Assert.Equal((2, 1), (spread.RowCount, spread.PairCount));
        Assert.Empty(GroupProfiles.Spreads(table.SelectRows([]), "Metadata_Compound"));
        Assert.Equal(0, GroupProfiles.Means(table.SelectRows([]), "Metadata_Compound").RowCount);
        Assert.Throws<ArgumentException>(() => GroupProfiles.Means(table, "Metadata_X"));
    }
}
