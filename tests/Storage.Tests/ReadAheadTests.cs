namespace HcsGrid.Storage.Tests;

public sealed class ReadAheadTests : IDisposable
{
    private static readonly BlobKey[] Keys = [.. Enumerable.Range(0, 20).Select(i => new BlobKey($"k{i:D2}"))];

    private readonly TempFolder _folder = new();
    private readonly FolderBlobStore _store;

    public ReadAheadTests()
    {
        _store = new FolderBlobStore(_folder.Path);
        for (var i = 0; i < Keys.Length; i++)
            File.WriteAllBytes(_folder.PathOf(Keys[i].Text), Enumerable.Repeat((byte)i, 100 + i).ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(400)]
    [InlineData(1 << 20)]
    public async Task What_is_read_ahead_has_the_bytes_of_the_store_in_any_order(int budget)
    {
        var ahead = Ahead(budget);
        var source = ahead.Of(_store);
        foreach (var keys in new[] { Keys, [.. Keys.Reverse()] })
        {
            await using var plan = source.Begin(Keys.Select(Wanted));
            foreach (var key in keys)
            {
                using var content = await plan.ReadAsync(Wanted(key));
                using var direct = await _store.ReadAsync(key, 1000);
                Assert.Equal(direct.Bytes.ToArray(), content.Bytes.ToArray());
                Assert.InRange(ahead.HeldBytes, 0, budget);
            }
        }

        Assert.Equal(0, ahead.HeldBytes);
    }

    [Fact]
    public async Task A_plan_that_ends_early_gives_its_bytes_back_to_the_others()
    {
        var ahead = Ahead(1 << 20);
        var first = ahead.Of(_store).Begin(Keys.Select(Wanted));
        (await first.ReadAsync(Wanted(Keys[3]))).Dispose();
        await first.DisposeAsync();
        Assert.Equal(0, ahead.HeldBytes);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_missing_blob_and_one_that_is_too_long_tell_so_when_they_are_asked_for()
    {
        var ahead = Ahead(1 << 20);
        var (missing, tooLong) = (Wanted(new BlobKey("none")), new WantedBlob(Keys[19], 110));
        await using (var plan = ahead.Of(_store).Begin([missing, tooLong]))
        {
            await Assert.ThrowsAsync<BlobNotFoundException>(() => plan.ReadAsync(missing));
            await Assert.ThrowsAsync<Plates.ScreenDataException>(() => plan.ReadAsync(tooLong));
        }

        Assert.Equal(0, ahead.HeldBytes);
    }

    [Fact]
    public async Task Blobs_of_one_plan_have_bounds_of_their_own()
    {
        await using var plan = Ahead(1 << 20).Of(_store)
            .Begin([new(Keys[5], 104), new(Keys[6], 106), new(Keys[7], 90)]);
        await Assert.ThrowsAsync<Plates.ScreenDataException>(() => plan.ReadAsync(new(Keys[5], 104)));
        using var content = await plan.ReadAsync(new(Keys[6], 106));
        Assert.Equal(106, content.Bytes.Length);
        await Assert.ThrowsAsync<Plates.ScreenDataException>(() => plan.ReadAsync(new(Keys[7], 90)));
    }

    [Fact]
    public async Task A_cancelled_read_leaves_nothing_behind()
    {
        var ahead = Ahead(1 << 20);
        await using (var plan = ahead.Of(_store).Begin(Keys.Select(Wanted)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                foreach (var key in Keys)
                    (await plan.ReadAsync(Wanted(key), new CancellationToken(canceled: true))).Dispose();
            });
        }

        Assert.Equal(0, ahead.HeldBytes);
    }

    [Fact]
    public async Task A_source_whose_blobs_are_longer_than_the_budget_keeps_no_other_from_being_read_ahead()
    {
        var ahead = Ahead(400);
        var large = ahead.Of(_store);
        await File.WriteAllBytesAsync(_folder.PathOf("large"), new byte[500], TestContext.Current.CancellationToken);
        await using (var plan = large.Begin([]))
            (await plan.ReadAsync(Wanted(new BlobKey("large")))).Dispose();
        await using var held = large.Begin([Wanted(new BlobKey("large"))]);
        Assert.Equal(0, ahead.HeldBytes);

        await using var other = ahead.Of(_store).Begin(Keys.Select(Wanted));

        Assert.InRange(ahead.HeldBytes, 1, 400);
        using var content = await held.ReadAsync(Wanted(new BlobKey("large")));
        Assert.Equal(500, content.Bytes.Length);
    }

    private static WantedBlob Wanted(BlobKey key) => new(key, 1000);

    private static ReadAhead Ahead(int budget) => new(new ReadAheadOptions
    {
        MaxBytes = budget,
        ExpectedBytes = 120,
        MaxReadCount = 3,
    });
}
