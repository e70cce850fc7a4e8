using HcsGrid.Profiling;
using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;

namespace HcsGrid.Grains.Tests;

public class CompoundTests
{
    [Fact]
    public async Task Each_compounds_consensus_is_that_of_the_screen_in_the_end()
    {
        var screen = SmallScreen.Make(plateCount: 3, rowCount: 3, columnCount: 4, siteCount: 1);
        await using var cluster = await TestCluster.StartAsync(screen, [TestCluster.Options, TestCluster.Options]);
        await cluster.SubmitAsync(screen, "job");
        Assert.Equal(JobState.Finished, (await cluster.EndOfAsync("job")).State);

        var folder = cluster.Jobs.FolderOf("job");
        var all = (await folder.ReadTableAsync(ScreenTables.ConsensusKey, default))!;
        Assert.NotEqual(0, all.FeatureCount);
        foreach (var compound in all.Metadata("Metadata_pert_iname").Distinct())
        {
            var own = (await folder.ReadTableAsync(CompoundConsensus.KeyOf(compound), default))!;
            var names = all.Metadata("Metadata_pert_iname");
            var wanted = all.SelectRows(row => names[row] == compound);
            Assert.Equal(Rows(wanted, wanted.FeatureNames), Rows(own, wanted.FeatureNames));
            var record = await folder.ReadJsonAsync<CompoundRecord>(
                new($"{CompoundConsensus.KeyOf(compound)}.json"), default);
            Assert.Equal(["P1", "P2", "P3"], record!.Plates);
            Assert.False(record.IsCut);
        }
    }

    [Fact]
    public async Task A_plates_compounds_are_told_as_soon_as_it_is_finished()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 3, siteCount: 1);
        await using var cluster = await TestCluster.StartAsync(screen, [TestCluster.Options]);
        var seen = new List<string>();
        cluster.Store.OnWrite = key =>
        {
            lock (seen)
                seen.Add(key);
        };
        await cluster.SubmitAsync(screen, "job");
        await cluster.EndOfAsync("job");

        // Either plate may be the first to be finished.
        int[] plates = [IndexOf("plates/P1/profiles_normalized.csv"), IndexOf("plates/P2/profiles_normalized.csv")];
        Assert.DoesNotContain(-1, plates);
        Assert.InRange(
            IndexOf($"{CompoundConsensus.KeyOf("taxol")}.csv"), plates.Min(), IndexOf("profiles/consensus.csv"));

        int IndexOf(string key) => seen.IndexOf($"runs/job/{key}");
    }

    private static IEnumerable<string> Rows(ProfileTable table, IReadOnlyList<string> features) =>
        Enumerable.Range(0, table.RowCount).Select(row =>
            table.Metadata("Metadata_Dose")[row] + ":" +
            string.Join(",", features.Select(f => table[row, table.FeatureIndexOf(f)].ToString("R"))));
}
