using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

/// <summary>
/// What every <see cref="IBlobStore"/> promises; a store's tests derive from it and open an empty store.
/// </summary>
public abstract class BlobStoreConformance
{
    private static readonly BlobKey Key = new("runs/r1/wells/A01.well");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A store without blobs, the same one within a test.</summary>
    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task A_blob_reads_back_as_it_was_put()
    {
        await Store.PutAsync(Key, Bytes(70_000, 1), Stop);
        using var content = await Store.ReadAsync(Key, 70_000, Stop);
        Assert.Equal(Bytes(70_000, 1), content.Bytes.ToArray());
        Assert.Equal(new BlobInfo(Key, 70_000), await Store.FindAsync(Key, Stop));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        await Store.PutAsync(Key, ReadOnlyMemory<byte>.Empty, Stop);
        using var content = await Store.ReadAsync(Key, 0, Stop);
        Assert.Equal(0, content.Bytes.Length);
        Assert.Equal(new BlobInfo(Key, 0), await Store.FindAsync(Key, Stop));
        Assert.Equal(0, await Store.ReadRangeAsync(Key, 0, new byte[4], Stop));
        Assert.False(await Store.PutIfAbsentAsync(Key, Bytes(1, 1), Stop));
        Assert.Equal([new BlobInfo(Key, 0)], await ListAsync(""));
    }

    [Fact]
    public async Task A_blob_of_ten_megabytes_reads_back_whole_by_range_and_as_a_stream()
    {
        var bytes = Bytes(10_000_000, 2);
        await Store.PutAsync(Key, bytes, Stop);
        using var content = await Store.ReadAsync(Key, long.MaxValue, Stop);
        Assert.True(content.Bytes.Span.SequenceEqual(bytes));
        var range = new byte[4_000_000];
        Assert.Equal(range.Length, await Store.ReadRangeAsync(Key, 5_999_999, range, Stop));
        Assert.True(range.AsSpan().SequenceEqual(bytes.AsSpan(5_999_999, range.Length)));
        await using var stream = await Store.OpenReadAsync(Key, Stop);
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Stop);
        Assert.True(copy.ToArray().AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_missing_to_every_member()
    {
        Assert.Null(await Store.FindAsync(Key, Stop));
        var error = await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.ReadAsync(Key, 10, Stop));
        Assert.Equal(Key, error.Key);
        Assert.Equal(Store.Location, error.Location);
        await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.ReadRangeAsync(Key, 0, new byte[1], Stop));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.OpenReadAsync(Key, Stop));
        Assert.False(await Store.DeleteAsync(Key, Stop));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task The_beginning_of_a_key_is_not_a_blob()
    {
        await Store.PutAsync(Key, Bytes(3, 1), Stop);
        Assert.Null(await Store.FindAsync(new BlobKey("runs/r1"), Stop));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.ReadAsync(new BlobKey("runs"), 10, Stop));
        Assert.False(await Store.DeleteAsync(new BlobKey("runs/r1/wells"), Stop));
        Assert.NotNull(await Store.FindAsync(Key, Stop));
    }

    [Fact]
    public async Task A_key_below_a_blob_is_not_a_blob()
    {
        await Store.PutAsync(Key, Bytes(3, 1), Stop);
        Assert.Null(await Store.FindAsync(Key / "x", Stop));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.ReadAsync(Key / "x", 10, Stop));
        Assert.Empty(await ListAsync($"{Key}/"));
    }

    [Fact]
    public async Task A_blob_longer_than_accepted_is_refused_with_both_lengths()
    {
        await Store.PutAsync(Key, Bytes(1235, 1), Stop);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => Store.ReadAsync(Key, 1234, Stop));
        Assert.Contains("1234", error.Message, StringComparison.Ordinal);
        Assert.Contains("1235", error.Message, StringComparison.Ordinal);
        Assert.Equal(Key.Text, error.Place.Blob);
        using var content = await Store.ReadAsync(Key, 1235, Stop);
        Assert.Equal(1235, content.Bytes.Length);
    }

    [Theory]
    [InlineData(0, 4, 4)]
    [InlineData(6, 4, 4)]
    [InlineData(7, 4, 3)]
    [InlineData(9, 4, 1)]
    [InlineData(10, 4, 0)]
    [InlineData(11, 4, 0)]
    [InlineData(long.MaxValue / 2, 4, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(0, 100, 10)]
    public async Task A_range_ends_where_the_destination_or_the_blob_ends(long offset, int length, int expected)
    {
        var bytes = Bytes(10, 3);
        await Store.PutAsync(Key, bytes, Stop);
        var destination = new byte[length];
        Assert.Equal(expected, await Store.ReadRangeAsync(Key, offset, destination, Stop));
        Assert.Equal(expected == 0 ? [] : bytes.AsSpan((int)offset, expected).ToArray(), destination[..expected]);
        Assert.All(destination[expected..], b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_negative_offset_or_bound_is_refused()
    {
        await Store.PutAsync(Key, Bytes(10, 3), Stop);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ReadRangeAsync(Key, -1, new byte[1], Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ReadAsync(Key, -1, Stop));
    }

    [Fact]
    public async Task Keys_are_listed_in_ordinal_order_of_the_whole_key()
    {
        string[] keys =
        [
            "a!b", "a-b", "a.b/c", "a/b", "a/b-c", "a/c/d/e", "a0/b", "B", "b", "Z/a", "b!/a",
            "µ/Zürich.tif", "中/文", "😀/x", "name with spaces.tif", "A01", "A1", "a/é", "a/e",
            "%2e%2e/x", ".hidden/x", "..two", "c..d",
        ];
        foreach (var key in keys)
            await Store.PutAsync(new BlobKey(key), Encoding.UTF8.GetBytes(key), Stop);
        var listed = await ListAsync("");
        Assert.Equal(keys.Order(StringComparer.Ordinal), listed.Select(b => b.Key.Text));
        Assert.All(listed, b => Assert.Equal(Encoding.UTF8.GetByteCount(b.Key.Text), b.Length));
        foreach (var key in keys)
        {
            using var content = await Store.ReadAsync(new BlobKey(key), 100, Stop);
            Assert.Equal(key, Encoding.UTF8.GetString(content.Bytes.Span));
        }
    }

    [Theory]
    [InlineData("p", "p1/a,p1/b/c,p10/a,p2")]
    [InlineData("p1", "p1/a,p1/b/c,p10/a")]
    [InlineData("p1/", "p1/a,p1/b/c")]
    [InlineData("p1/b", "p1/b/c")]
    [InlineData("p1/b/", "p1/b/c")]
    [InlineData("p1/b/c", "p1/b/c")]
    [InlineData("p1/b/c/", "")]
    [InlineData("p1/b/cd", "")]
    [InlineData("p3", "")]
    [InlineData("p3/x/", "")]
    [InlineData("P1", "")]
    [InlineData("*", "")]
    [InlineData("", "p1/a,p1/b/c,p10/a,p2,q")]
    public async Task A_prefix_is_any_text_and_every_key_that_begins_with_it_is_listed(string prefix, string expected)
    {
        foreach (var key in new[] { "q", "p2", "p10/a", "p1/b/c", "p1/a" })
            await Store.PutAsync(new BlobKey(key), Bytes(1, 1), Stop);
        Assert.Equal(expected, string.Join(',', (await ListAsync(prefix)).Select(b => b.Key.Text)));
    }

    [Theory]
    [InlineData("../")]
    [InlineData("a/../")]
    [InlineData("/")]
    [InlineData("/etc/")]
    [InlineData("a//b")]
    public async Task A_prefix_with_folders_that_no_key_can_have_is_refused(string prefix) =>
        await Assert.ThrowsAsync<ScreenDataException>(() => ListAsync(prefix));

    [Fact]
    public async Task A_put_replaces_longer_and_shorter_content()
    {
        foreach (var length in new[] { 10, 1000, 0, 5 })
        {
            await Store.PutAsync(Key, Bytes(length, length), Stop);
            using var content = await Store.ReadAsync(Key, 1000, Stop);
            Assert.Equal(Bytes(length, length), content.Bytes.ToArray());
        }

        Assert.Single(await ListAsync(""));
    }

    [Fact]
    public async Task A_reader_sees_the_old_content_or_the_new_one_and_never_a_part()
    {
        const int PutCount = 60;
        await Store.PutAsync(Key, Uniform(0), Stop);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= PutCount; i++)
                    await Store.PutAsync(Key, Uniform(i), Stop);
            },
            Stop);
        var last = 0;
        do
        {
            using var content = await Store.ReadAsync(Key, 1_000_000, Stop);
            var seen = content.Bytes.Span[0];
            Assert.True(content.Bytes.Span.SequenceEqual(Uniform(seen)), $"content {seen} is torn");
            Assert.True(seen >= last, $"content {seen} was seen after {last}");
            last = seen;
        }
        while (!writing.IsCompleted);
        await writing;
        using var end = await Store.ReadAsync(Key, 1_000_000, Stop);
        Assert.Equal(PutCount, end.Bytes.Span[0]);
    }

    [Fact]
    public async Task An_open_stream_goes_on_with_the_content_that_it_began_with_or_fails()
    {
        var old = Bytes(3_000_000, 1);
        await Store.PutAsync(Key, old, Stop);
        await using var stream = await Store.OpenReadAsync(Key, Stop);
        var read = new byte[old.Length];
        await stream.ReadExactlyAsync(read.AsMemory(0, 10), Stop);
        await Store.PutAsync(Key, Bytes(3_000_000, 2), Stop);
        try
        {
            await stream.ReadExactlyAsync(read.AsMemory(10), Stop);
        }
        catch (IOException)
        {
            return;
        }

        Assert.True(read.AsSpan().SequenceEqual(old));
    }

    [Fact]
    public async Task Put_if_absent_leaves_what_is_there()
    {
        Assert.True(await Store.PutIfAbsentAsync(Key, Bytes(10, 1), Stop));
        Assert.False(await Store.PutIfAbsentAsync(Key, Bytes(20, 2), Stop));
        using var content = await Store.ReadAsync(Key, 100, Stop);
        Assert.Equal(Bytes(10, 1), content.Bytes.ToArray());
    }

    [Fact]
    public async Task Of_32_writers_that_put_if_absent_exactly_one_succeeds()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = new BlobKey($"race/{round}");
            using var start = new Barrier(32);
            var writers = Enumerable.Range(0, 32)
                .Select(i => Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait(Stop);
                        return Store.PutIfAbsentAsync(key, Uniform(i).AsMemory(0, 2000), Stop);
                    },
                    Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())
                .ToArray();
            var won = await Task.WhenAll(writers);
            var winner = Assert.Single(Enumerable.Range(0, 32), i => won[i]);
            using var content = await Store.ReadAsync(key, 2000, Stop);
            Assert.True(content.Bytes.Span.SequenceEqual(Uniform(winner).AsSpan(0, 2000)));
        }
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_may_be_put_again()
    {
        await Store.PutAsync(Key, Bytes(10, 1), Stop);
        Assert.True(await Store.DeleteAsync(Key, Stop));
        Assert.Null(await Store.FindAsync(Key, Stop));
        Assert.Empty(await ListAsync(""));
        Assert.False(await Store.DeleteAsync(Key, Stop));
        Assert.True(await Store.PutIfAbsentAsync(Key, Bytes(10, 2), Stop));
    }

    [Fact]
    public async Task Keys_differ_by_case()
    {
        await Store.PutAsync(new BlobKey("A/b"), Bytes(1, 1), Stop);
        Assert.Null(await Store.FindAsync(new BlobKey("a/b"), Stop));
        Assert.Null(await Store.FindAsync(new BlobKey("A/B"), Stop));
    }

    [Fact]
    public async Task The_key_of_no_blob_is_refused_by_every_member()
    {
        BlobKey none = default;
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.FindAsync(none, Stop));
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.ReadAsync(none, 1, Stop));
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.ReadRangeAsync(none, 0, new byte[1], Stop));
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.OpenReadAsync(none, Stop));
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.PutAsync(none, new byte[1], Stop));
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.PutIfAbsentAsync(none, new byte[1], Stop));
        await Assert.ThrowsAsync<ScreenDataException>(() => Store.DeleteAsync(none, Stop));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        await Store.PutAsync(Key, Bytes(10, 1), Stop);
        var other = new BlobKey("other");
        var cancelled = new CancellationToken(canceled: true);
        await Cancelled(() => Store.FindAsync(Key, cancelled));
        await Cancelled(() => Store.ReadAsync(Key, 10, cancelled));
        await Cancelled(() => Store.ReadRangeAsync(Key, 0, new byte[1], cancelled));
        await Cancelled(() => Store.OpenReadAsync(Key, cancelled));
        await Cancelled(async () => await Store.ListAsync("", cancelled).GetAsyncEnumerator(cancelled).MoveNextAsync());
        await Cancelled(() => Store.PutAsync(other, new byte[1], cancelled));
        await Cancelled(() => Store.PutIfAbsentAsync(other, new byte[1], cancelled));
        await Cancelled(() => Store.DeleteAsync(Key, cancelled));
        Assert.Equal([new BlobInfo(Key, 10)], await ListAsync(""));
    }

    [Fact]
    public async Task A_store_that_can_be_written_says_so_and_keeps_nothing_of_the_probe()
    {
        await Store.EnsureWritableAsync(Stop);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.EnsureWritableAsync(Stop)));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public void A_store_says_where_it_is() => Assert.False(string.IsNullOrWhiteSpace(Store.Location));

    private static async Task Cancelled(Func<Task> call) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(call);

    private static byte[] Uniform(int value) => Enumerable.Repeat((byte)value, 500_000 + (1000 * value)).ToArray();

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private async Task<List<BlobInfo>> ListAsync(string prefix)
    {
        var blobs = new List<BlobInfo>();
        await foreach (var blob in Store.ListAsync(prefix, Stop))
            blobs.Add(blob);
        return blobs;
    }
}
