namespace HcsGrid.Storage.Tests;

public sealed class KilledWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_writer_killed_at_any_moment_leaves_only_whole_blobs()
    {
        var root = _folder.PathOf("root");
        var temp = _folder.PathOf("root", ".hcsgrid-tmp");
        var random = new Random(7);
        var cutShortCount = 0;
        for (var kill = 0; kill < 6; kill++)
        {
            using var writer = EndlessWriter.Start(root);
            for (var put = random.Next(1, 6); put > 0; put--)
                Assert.NotNull(await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            while (CutShortIn(temp) <= cutShortCount && !writer.HasExited)
                await Task.Yield();
            writer.Kill();
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            await AssertWholeAsync(new FolderBlobStore(root, new FolderBlobStoreOptions { ReadOnly = true }));
            cutShortCount = CutShortIn(temp);
        }

        Assert.True(cutShortCount > 0, "no kill fell into a write, so nothing was shown");
        var later = new FolderBlobStore(root, new FolderBlobStoreOptions { LeftoverAge = TimeSpan.Zero });
        await later.EnsureWritableAsync();
        Assert.Empty(Directory.GetFiles(temp));
    }

    private static int CutShortIn(string temp) =>
        new DirectoryInfo(temp).GetFiles()
            .Count(f => f is { Exists: true, Length: > 0 and < EndlessWriter.ShortestLength });

    private static async Task AssertWholeAsync(FolderBlobStore store)
    {
        var count = 0;
        await foreach (var blob in store.ListAsync(""))
        {
            using var content = await store.ReadAsync(blob.Key, 100_000_000);
            var round = content.Bytes.Span[0];
            var isWhole = content.Bytes.Span.SequenceEqual(EndlessWriter.ContentOf(round));
            Assert.True(isWhole, $"{blob.Key} is not the whole of a put");
            count++;
        }

        Assert.InRange(count, 1, EndlessWriter.BlobCount);
    }
}
