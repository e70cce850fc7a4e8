using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using HcsGrid.Tests;

namespace HcsGrid.Grains.Tests;

public class TooLargeScreenTests
{
    // 336 wells of 2 channels with 400,000 features each: a few values more than a screen's tables hold.
    private const int Width = 400_000;

    [Fact]
    public async Task A_screen_whose_tables_would_not_fit_is_refused_before_its_first_well_as_on_one_machine()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 16, columnCount: 21, siteCount: 1);
        await using var cluster = await TestCluster.StartAsync(screen, [TestCluster.Options], Wide);
        await cluster.SubmitAsync(screen, "job");

        var end = await cluster.EndOfAsync("job");

        using var model = Wide();
        var alone = await Assert.ThrowsAsync<ScreenDataException>(() => screen.RunAsync(new MemoryBlobStore(), model));
        Assert.Equal((JobState.Failed, alone.Message), (end.State, end.Reason));
        Assert.Contains("tables hold at most", end.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Store.Keys, k => k.EndsWith("plan.json", StringComparison.Ordinal));
    }

    private static FakeModel Wide()
    {
        var card = new FakeModel(4).Card;
        return new FakeModel(4)
        {
            Card = card with
            {
                Outputs = [new ModelOutput { Name = "embedding", Meaning = OutputMeaning.Embedding, Shape = [Width] }],
            },
        };
    }
}
