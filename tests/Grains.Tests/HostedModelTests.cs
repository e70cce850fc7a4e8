using HcsGrid.Imaging;
using HcsGrid.Inference.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace HcsGrid.Grains.Tests;

public class HostedModelTests
{
    [Fact]
    public async Task What_a_model_embedded_still_counts_when_it_was_loaded_again_and_when_it_is_gone()
    {
        // The first one breaks at its second batch (its first run is on an empty tile), and for good.
        var made = 0;
        var models = new OwnModels(() => new FakeModel(2) { OnRun = BreakOf(Interlocked.Increment(ref made)) });
        var hosted = new HostedModel(
            "fake", models, TestCluster.Options.Batcher, TimeProvider.System, NullLogger.Instance);
        using var site = new MadeUpSite(new PixelPool(new PixelPoolOptions()), seed: 1, tileColumns: 2);
        await hosted.MendAsync();
        await hosted.Batcher!.EmbedAsync(site.Tiles);
        Assert.Equal(2, hosted.Counts.TileCount);

        await Assert.ThrowsAsync<ModelFailedException>(() => hosted.Batcher!.EmbedAsync(site.Tiles));
        using var patience = new CancellationTokenSource(FakeModel.Patience);
        while (hosted.Batcher is null)
        {
            await hosted.MendAsync();
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }

        var before = hosted.Counts.TileCount;
        Assert.Equal(2, models.Loaded.Count);
        Assert.Equal(4, before);
        await hosted.Batcher.EmbedAsync(site.Tiles);
        Assert.Equal(before + 2, hosted.Counts.TileCount);
        await hosted.DisposeAsync();
        Assert.Equal(before + 2, hosted.Counts.TileCount);

        // Number 1 is asked for its card only.
        static Action<int, float[]> BreakOf(int number) => (run, _) =>
        {
            if (number == 2 && run >= 3)
                throw new InvalidOperationException("The device is gone.");
        };
    }
}
