using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

public sealed class AzureFailureTests(Azurite azurite) : IAsyncDisposable
{
    private static readonly BlobKey Key = new("a/b");
    private FaultProxy? _proxy;

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task A_put_if_absent_whose_answer_was_lost_knows_its_own_blob(int length)
    {
        var store = await BehindAsync((line, _) => Once(line, "PUT", FaultProxy.Fault.DropAfter));
        Assert.True(await store.PutIfAbsentAsync(Key, new byte[length]));
        Assert.False(await store.PutIfAbsentAsync(Key, new byte[length]));
        Assert.True(_proxy!.FaultCount > 0);
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_tells_that_there_was_a_blob()
    {
        var store = await BehindAsync((line, _) => Once(line, "DELETE", FaultProxy.Fault.DropAfter));
        await store.PutAsync(Key, new byte[1]);
        Assert.True(await store.DeleteAsync(Key));
        Assert.Equal(1, _proxy!.FaultCount);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_asked_for_again()
    {
        var store = await BehindAsync(
            (line, _) => Once(line, "GET", FaultProxy.Fault.Silence),
            AzureStores.Quick with { TryTimeout = TimeSpan.FromMilliseconds(300) });
        await store.PutAsync(Key, new byte[] { 1, 2, 3 });
        using var content = await store.ReadAsync(Key, 3);
        Assert.Equal([1, 2, 3], content.Bytes.ToArray());
        Assert.Equal(1, _proxy!.FaultCount);
    }

    [Fact]
    public async Task A_store_that_stays_busy_says_the_limits_that_were_reached()
    {
        var store = await BehindAsync(
            (_, _) => FaultProxy.Fault.Busy, AzureStores.Quick with { MaxRetryCount = 3 });
        var error = await Assert.ThrowsAsync<BlobStoreException>(() => store.ReadAsync(Key, 3));
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 times (MaxRetryCount)", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxRequestTime", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, _proxy!.RequestCount);
    }

    [Fact]
    public async Task A_blob_replaced_between_its_ranges_is_read_again_and_never_mixed()
    {
        const int Length = 1000;
        AzureBlobStore? direct = null;
        var replaced = 0;
        var store = await BehindAsync((_, _) => null, AzureStores.Quick with { RangeBytes = 100 });
        _proxy!.Gate = async line =>
        {
            // After the first range of the first read.
            if (line.StartsWith("GET ", StringComparison.Ordinal) && Interlocked.Increment(ref replaced) == 2)
                await direct!.PutAsync(Key, Enumerable.Repeat((byte)2, Length).ToArray());
        };
        direct = AzureStores.Open(store.Location, azurite.ConnectionString());
        await direct.PutAsync(Key, Enumerable.Repeat((byte)1, Length).ToArray());
        using var content = await store.ReadAsync(Key, Length);
        Assert.Equal(Enumerable.Repeat((byte)2, Length), content.Bytes.ToArray());
        await using var stream = await store.OpenReadAsync(Key);
        await direct.PutAsync(Key, new byte[Length]);
        await Assert.ThrowsAsync<BlobReplacedException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Keys_that_Azure_cannot_hold_are_refused_by_every_member()
    {
        var store = await AzureStores.OpenAsync(azurite);
        await Refusals.ByEveryMemberAsync(store, new BlobKey("a./b"), "ends with a dot");
        await Refusals.ByEveryMemberAsync(store, new BlobKey("a\uE000"), "U+E000");
        await Refusals.ByEveryMemberAsync(store, new BlobKey(new string('a', 1024)), "more than 1024");
        var deep = string.Join('/', Enumerable.Repeat("a", 253));
        await Refusals.ByEveryMemberAsync(store, new BlobKey(deep), "segments");
    }

    [Fact]
    public async Task A_missing_container_is_an_error_that_names_the_store()
    {
        await azurite.StartAsync();
        var address = $"azure://{Azurite.Account}/not-there/x";
        var store = AzureStores.Open(
            address, azurite.ConnectionString(), AzureStores.Quick with { CreateContainer = false });
        foreach (var call in new Func<Task>[]
        {
            () => store.FindAsync(Key), () => store.ReadAsync(Key, 1), () => store.PutAsync(Key, new byte[1]),
            async () => await store.ListAsync("").GetAsyncEnumerator().MoveNextAsync(),
        })
        {
            var error = await Assert.ThrowsAsync<BlobStoreException>(call);
            Assert.Contains(address, error.Message, StringComparison.Ordinal);
            Assert.Contains("az storage container create --name not-there", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_killed_and_restarted_service_is_waited_for()
    {
        await using var own = new Azurite();
        await own.StartAsync();
        var store = AzureStores.Open(
            AzureStores.NewAddress(), own.ConnectionString(), new AzureBlobStoreOptions { CreateContainer = true });
        await store.EnsureWritableAsync();
        await own.KillAsync();
        var read = store.FindAsync(Key);
        await own.StartAsync();
        Assert.Null(await read);
    }

    private int _onceCount;

    private FaultProxy.Fault? Once(string line, string method, FaultProxy.Fault fault) =>
        line.StartsWith(method + " ", StringComparison.Ordinal) && Interlocked.Increment(ref _onceCount) == 1
            ? fault
            : null;

    private async Task<AzureBlobStore> BehindAsync(
        Func<string, int, FaultProxy.Fault?> choose, AzureBlobStoreOptions? options = null)
    {
        // The container is there before any fault.
        var direct = await AzureStores.OpenAsync(azurite);
        await direct.EnsureWritableAsync();
        _proxy = new FaultProxy(azurite.Port, seed: 1, every: 1) { Choose = choose };
        return AzureStores.Open(
            direct.Location, azurite.ConnectionString(_proxy.Port),
            (options ?? AzureStores.Quick) with { MaxSinglePutBytes = 1000, BlockBytes = 1000 });
    }
}
