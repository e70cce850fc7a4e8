using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using HcsGrid.Runs.Tests.Detection;
using HcsGrid.Storage;
using HcsGrid.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// A job that detects particles on a cluster.
/// </summary>
public class DetectionTests
{
    [Fact]
    public async Task Micrographs_whose_tiles_travel_to_another_silo_give_the_bytes_of_one_machine()
    {
        var folder = MicrographFolder.Make(4);
        folder.Images["m3.png"] = [];
        using var temp = new TempFolder();
        var images = new FolderBlobStore(temp.PathOf("images"));
        foreach (var key in folder.Images.Keys)
            await images.PutAsync(new BlobKey(key), folder.Images[key]);
        var path = temp.PathOf("images");
        folder.Job = folder.Job with { Images = folder.Job.Images with { Store = path } };
        var (store, models) = (new MemoryBlobStore(), new DiscModels());

        // An answer holds two tiles' maps at most.
        var remote = new RemoteEmbedderOptions { MaxAnswerBytes = 40_000 };
        var id = $"test-{Guid.NewGuid():N}";
        var working = TestCluster.Options with { Models = [], Remote = remote };
        var inferring = TestCluster.Options with { Models = ["discs"], WellSlots = 0 };
        var first = await TestSilo.StartAsync(working, store, new AllowedStores([path]), models, null, id);
        var second = await TestSilo.StartAsync(inferring, store, new AllowedStores([path]), models, first.Port, id);
        try
        {
            var runs = first.Services.GetRequiredService<IRunService>();
            await runs.SubmitAsync(new RunSubmission(folder.Job, "job"), CancellationToken.None);
            using var patience = new CancellationTokenSource(FakeModel.Patience);
            RunStatus? end = null;
            await foreach (var status in runs.WatchAsync("job", patience.Token))
                end = status;
            Assert.Equal((JobState.Finished, 3, 1), (end!.State, end.WellsDone, end.WellsFailed));
            Assert.Equal(1, models.LoadedCount);
        }
        finally
        {
            await second.KillAsync();
            await first.KillAsync();
        }

        var local = await folder.RunToEndAsync();
        Assert.Contains("profiles/particles.parquet", local.Keys);
        Assert.Contains("profiles/spatial.parquet", local.Keys);
        foreach (var key in local.Keys)
            Assert.True(local[key].AsSpan().SequenceEqual(store[$"runs/job/{key}"]), key);
    }

    private sealed class DiscModels : IModelSource
    {
        private int _loadedCount;

        public int LoadedCount => _loadedCount;

        public ModelCard CardOf(string name) => new DiscModel(MicrographFolder.TileSize, batchSize: 2).Card;

        public ITileModel Load(string name)
        {
            Interlocked.Increment(ref _loadedCount);
            return new DiscModel(MicrographFolder.TileSize, batchSize: 2);
        }
    }
}
