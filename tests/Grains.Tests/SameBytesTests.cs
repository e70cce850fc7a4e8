using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;

namespace HcsGrid.Grains.Tests;

public class SameBytesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_screen_gives_the_bytes_of_one_machine_on_any_number_of_silos(int siloCount)
    {
        var screen = SmallScreen.Make(plateCount: 3, rowCount: 3, columnCount: 4, siteCount: 2);
        await using var cluster = await TestCluster.StartAsync(
            screen, [.. Enumerable.Repeat(TestCluster.Options, siloCount)]);

        await cluster.SubmitAsync(screen, "job");
        var end = await cluster.EndOfAsync("job");

        Assert.Equal(JobState.Finished, end.State);
        Assert.Equal((3, 36, 36, 0), (end.PlatesFinished, end.WellCount, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(screen, "job");
    }

    [Fact]
    public async Task Tiles_that_travel_to_another_silo_give_the_same_bytes()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 3, columnCount: 4, siteCount: 2);
        await using var cluster = await TestCluster.StartAsync(
            screen, [TestCluster.Options with { Models = [] }, TestCluster.Options with { WellSlots = 0 }]);

        await cluster.SubmitAsync(screen, "job");
        var end = await cluster.EndOfAsync("job");

        Assert.Equal((JobState.Finished, 24), (end.State, end.WellsDone));
        Assert.Empty(cluster.Models[0].Loaded);
        Assert.NotEqual(0, cluster.Models[1].RunCount);
        await cluster.SameAsLocalAsync(screen, "job");
    }
}
