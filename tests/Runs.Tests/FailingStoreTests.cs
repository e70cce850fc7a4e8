using HcsGrid.Inference.Tests;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public class FailingStoreTests
{
    private const int MaxAttemptCount = 100;

    [Theory]
    [InlineData(10)]
    [InlineData(6)]
    public async Task A_run_on_a_store_that_fails_now_and_then_for_good_gets_further_with_every_start(int every)
    {
        var screen = SmallScreen.Make(plateCount: 3, rowCount: 3, columnCount: 4, siteCount: 1);
        var whole = new MemoryBlobStore();
        await screen.RunAsync(whole, new FakeModel(4));
        var writes = 0;
        var output = new MemoryBlobStore
        {
            OnWrite = key =>
            {
                if (++writes % every == 0)
                    throw new BlobStoreException("The store is away", "memory");
            },
        };

        var attempts = 1;
        while (!await EndsAsync(screen, output))
            Assert.True(++attempts <= MaxAttemptCount, $"not at its end after {MaxAttemptCount} starts");

        Assert.Equal(whole.Keys, output.Keys);
        Assert.All(whole.Keys, key => Assert.True(whole[key].AsSpan().SequenceEqual(output[key]), key));
    }

    [Fact]
    public async Task Tables_that_are_there_whole_are_not_written_again_and_others_are()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1);
        var output = new MemoryBlobStore();
        await screen.RunAsync(output, new FakeModel(4));
        const string Damaged = "plates/P1/profiles.csv";
        const string Cut = "plates/P1/quality.json";
        const string Gone = "plates/P1/sites.parquet";
        var (damaged, cut, gone) = (output[Damaged], output[Cut], output[Gone]);
        output[Damaged] = [.. damaged[..^1], (byte)(damaged[^1] ^ 1)];
        output[Cut] = cut[..^1];
        output.Remove(Gone);
        var written = new List<string>();
        output.OnWrite = written.Add;

        await new PlateTables(new RunFolder(output), await new RunFolder(output).ReadJobAsync(default))
            .FinishAsync(new Plates.PlateId("P1"), TestContext.Current.CancellationToken);

        Assert.Equal([Damaged, Cut, Gone], written.Order(StringComparer.Ordinal));
        Assert.Equal(damaged, output[Damaged]);
        Assert.Equal(cut, output[Cut]);
        Assert.Equal(gone, output[Gone]);
    }

    private static async Task<bool> EndsAsync(SmallScreen screen, MemoryBlobStore output)
    {
        try
        {
            await screen.RunAsync(output, new FakeModel(4), workerCount: 1);
            return true;
        }
        catch (BlobStoreException)
        {
            return false;
        }
    }
}
