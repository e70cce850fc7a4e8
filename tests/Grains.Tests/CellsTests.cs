using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Tests;
using HcsGrid.Runs.Tests.Cells;
using HcsGrid.Storage;
using HcsGrid.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// A job that cuts crops of cells on a cluster.
/// </summary>
public class CellsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Crops_that_travel_to_another_silo_give_the_bytes_of_one_machine(bool isListed)
    {
        var screen = CellScreen.Make([4, 11], [0, 0], [20, 0], [7, 3]);
        using var temp = new TempFolder();
        var path = temp.PathOf("images");
        var images = new FolderBlobStore(path);
        foreach (var key in screen.Images.Keys)
            await images.PutAsync(new BlobKey(key), screen.Images[key]);
        screen.Job = screen.Job with
        {
            Images = screen.Job.Images with { Store = path },
            Tiles = new TileOptions { Cells = isListed ? CellScreen.Listed : CellScreen.Found },
        };
        var (store, models) = (new MemoryBlobStore(), new CellModels());

        // A message holds five crops of the two channels at most.
        var remote = new RemoteEmbedderOptions
        {
            MaxBatchBytes = 5 * 2 * 2 * CellScreen.TileSize * CellScreen.TileSize,
        };
        var id = $"test-{Guid.NewGuid():N}";
        var working = TestCluster.Options with { Models = [], Remote = remote };
        var inferring = TestCluster.Options with { Models = ["fake"], WellSlots = 0 };
        var first = await TestSilo.StartAsync(working, store, new AllowedStores([path]), models, null, id);
        var second = await TestSilo.StartAsync(inferring, store, new AllowedStores([path]), models, first.Port, id);
        try
        {
            var runs = first.Services.GetRequiredService<IRunService>();
            await runs.SubmitAsync(new RunSubmission(screen.Job, "job"), CancellationToken.None);
            using var patience = new CancellationTokenSource(FakeModel.Patience);
            RunStatus? end = null;
            await foreach (var status in runs.WatchAsync("job", patience.Token))
                end = status;
            Assert.Equal((JobState.Finished, 3, 1), (end!.State, end.WellsDone, end.WellsFailed));
        }
        finally
        {
            await second.KillAsync();
            await first.KillAsync();
        }

        var local = await screen.RunToEndAsync();
        foreach (var key in local.Keys)
            Assert.True(local[key].AsSpan().SequenceEqual(store[$"runs/job/{key}"]), key);
    }

    private sealed class CellModels : IModelSource
    {
        public ModelCard CardOf(string name) => CellScreen.Model().Card;

        public ITileModel Load(string name) => CellScreen.Model();
    }
}
