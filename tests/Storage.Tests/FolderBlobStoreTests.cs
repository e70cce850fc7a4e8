using System.Diagnostics;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

public sealed class FolderBlobStoreTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly TempFolder _folder = new();
    private readonly FolderBlobStore _store;

    public FolderBlobStoreTests() => _store = new FolderBlobStore(Root);

    private string Root => _folder.PathOf("root");

    private string Temp => _folder.PathOf("root", ".hcsgrid-tmp");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_blob_is_a_file_of_its_keys_path_and_nothing_is_left_beside_it()
    {
        await _store.PutAsync(new BlobKey("a/b c/d.tif"), Content);
        await _store.PutIfAbsentAsync(new BlobKey("a/b c/e.tif"), Content);
        await _store.PutIfAbsentAsync(new BlobKey("a/b c/e.tif"), Content);
        Assert.Equal(Content, await File.ReadAllBytesAsync(_folder.PathOf("root", "a", "b c", "d.tif")));
        Assert.Equal(
            [_folder.PathOf("root", "a", "b c", "d.tif"), _folder.PathOf("root", "a", "b c", "e.tif")],
            Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_others_put_there_is_a_blob()
    {
        Directory.CreateDirectory(_folder.PathOf("root", "x"));
        await File.WriteAllBytesAsync(_folder.PathOf("root", "x", ".hidden"), Content);
        Assert.Equal(["x/.hidden"], await KeysAsync(_store));
    }

    [Theory]
    [InlineData(".hcsgrid-tmp")]
    [InlineData(".hcsgrid-tmp/x")]
    [InlineData(".HCSGRID-TMP/x")]
    public async Task The_stores_own_folder_is_refused_by_every_member_and_never_listed(string key)
    {
        Directory.CreateDirectory(Temp);
        await File.WriteAllBytesAsync(Path.Combine(Temp, "x"), Content);
        await Refusals.ByEveryMemberAsync(_store, new BlobKey(key), "the store's own folder");
        Assert.Empty(await KeysAsync(_store));
        Assert.Empty(await KeysAsync(_store, ".hcsgrid"));
        await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync(_store, ".hcsgrid-tmp/"));
    }

    [Fact]
    public async Task A_key_that_only_begins_like_the_stores_own_folder_is_a_key()
    {
        await _store.PutAsync(new BlobKey(".hcsgrid-tmp2/x"), Content);
        await _store.PutAsync(new BlobKey("a/.hcsgrid-tmp"), Content);
        Assert.Equal([".hcsgrid-tmp2/x", "a/.hcsgrid-tmp"], await KeysAsync(_store));
    }

    [Fact]
    public async Task Left_over_temporary_files_older_than_an_hour_are_removed_by_the_first_put()
    {
        var now = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
        Directory.CreateDirectory(Temp);
        foreach (var (name, minutes) in new[] { ("old", 61), ("young", 59), ("coming", -5) })
        {
            await File.WriteAllBytesAsync(Path.Combine(Temp, name), Content);
            File.SetLastWriteTimeUtc(Path.Combine(Temp, name), now.UtcDateTime.AddMinutes(-minutes));
        }

        var store = new FolderBlobStore(Root, new FolderBlobStoreOptions { TimeProvider = new StoppedClock(now) });
        Assert.Equal(3, Directory.GetFiles(Temp).Length);
        await store.PutAsync(new BlobKey("a"), Content);
        Assert.Equal(["coming", "young"], Directory.GetFiles(Temp).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_read_only_store_reads_refuses_to_write_and_writes_nothing()
    {
        await _store.PutAsync(new BlobKey("a/b"), Content);
        Directory.Delete(Temp);
        var store = new FolderBlobStore(Root, new FolderBlobStoreOptions { ReadOnly = true });
        using (var content = await store.ReadAsync(new BlobKey("a/b"), 3))
            Assert.Equal(Content, content.Bytes.ToArray());
        Assert.Equal(["a/b"], await KeysAsync(store));
        await Assert.ThrowsAsync<BlobStoreException>(() => store.PutAsync(new BlobKey("c"), Content));
        await Assert.ThrowsAsync<BlobStoreException>(() => store.PutIfAbsentAsync(new BlobKey("c"), Content));
        await Assert.ThrowsAsync<BlobStoreException>(() => store.DeleteAsync(new BlobKey("a/b")));
        var error = await Assert.ThrowsAsync<BlobStoreException>(() => store.EnsureWritableAsync());
        Assert.Contains("ReadOnly", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], Directory.GetFileSystemEntries(Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_missing_root_is_created_by_the_first_put_and_is_empty_until_then()
    {
        var store = new FolderBlobStore(_folder.PathOf("not", "yet"));
        Assert.Empty(await KeysAsync(store));
        Assert.Null(await store.FindAsync(new BlobKey("a")));
        Assert.False(Directory.Exists(_folder.PathOf("not")));
        await store.PutAsync(new BlobKey("a"), Content);
        Assert.Equal(["a"], await KeysAsync(store));
    }

    [Fact]
    public void A_missing_root_that_may_not_be_created_is_an_error_at_once()
    {
        var path = _folder.PathOf("missing");
        FolderBlobStoreOptions[] refusing = [new() { ReadOnly = true }, new() { CreateRoot = false }];
        foreach (var options in refusing)
        {
            var error = Assert.Throws<BlobStoreException>(() => new FolderBlobStore(path, options));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_root_that_is_a_file_is_an_error_at_once()
    {
        File.WriteAllBytes(_folder.PathOf("file"), Content);
        var error = Assert.Throws<BlobStoreException>(() => new FolderBlobStore(_folder.PathOf("file")));
        Assert.Contains(_folder.PathOf("file"), error.Message, StringComparison.Ordinal);
        Assert.Equal(_folder.PathOf("file"), error.Location);
    }

    [Fact]
    public async Task A_root_that_cannot_be_written_says_so_with_its_path_and_the_reason()
    {
        File.WriteAllBytes(_folder.PathOf("file"), Content);
        var roots = new List<string> { _folder.PathOf("file", "below") };
        if (OperatingSystem.IsLinux())
            roots.Add("/proc/hcsgrid");
        foreach (var root in roots)
        {
            var store = new FolderBlobStore(root);
            var error = await Assert.ThrowsAsync<BlobStoreException>(() => store.EnsureWritableAsync());
            Assert.Contains(root, error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<BlobStoreException>(() => store.PutIfAbsentAsync(new BlobKey("a"), Content));
        }
    }

    [Fact]
    public async Task A_blob_and_a_folder_cannot_have_one_name()
    {
        await _store.PutAsync(new BlobKey("a/b"), Content);
        foreach (var key in new[] { "a", "a/b/c", "a/b/c/d" })
        {
            var error = await Assert.ThrowsAsync<ScreenDataException>(() => _store.PutAsync(new BlobKey(key), Content));
            Assert.Equal(key, error.Place.Blob);
            await Assert.ThrowsAsync<ScreenDataException>(() => _store.PutIfAbsentAsync(new BlobKey(key), Content));
        }

        Assert.Equal(["a/b"], await KeysAsync(_store));
        Assert.Empty(Directory.GetFiles(Temp));
    }

    [Fact]
    public async Task A_file_that_ends_before_its_length_is_an_error_and_not_garbage()
    {
        // The kernel says 4096 bytes and gives fewer, which is what a file does that is cut while it is read.
        const string Root = "/sys/kernel/mm/transparent_hugepage";
        Assert.SkipUnless(File.Exists($"{Root}/enabled"), $"{Root} is not there");
        var store = new FolderBlobStore(Root, new FolderBlobStoreOptions { ReadOnly = true });
        var error = await Assert.ThrowsAsync<ScreenDataException>(
            () => store.ReadAsync(new BlobKey("enabled"), 10_000));
        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
        Assert.Equal("enabled", error.Place.Blob);
    }

    [Fact]
    public async Task A_name_that_no_key_can_have_is_an_error_of_the_listing()
    {
        await _store.PutAsync(new BlobKey("a/b"), Content);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        await File.WriteAllBytesAsync(_folder.PathOf("root", "a", "back\\slash"), Content);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync(_store));
        Assert.Contains("a/back\\slash", error.Message, StringComparison.Ordinal);
        Assert.Empty(await KeysAsync(_store, "b"));
    }

    [Fact]
    public async Task A_file_whose_name_is_not_UTF8_is_an_error_of_the_listing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has such names");
        await _store.PutAsync(new BlobKey("a/b\uFFFD"), Content);
        Assert.Equal(["a/b\uFFFD"], await KeysAsync(_store));
        await ShellAsync("cd \"$0\" && : > \"$(printf 'x\\377')\"", _folder.PathOf("root", "a"));
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync(_store));
        Assert.Contains("a/x\uFFFD", error.Message, StringComparison.Ordinal);
        await ShellAsync("cd \"$0\" && rm x*", _folder.PathOf("root", "a"));
    }

    [Fact]
    public async Task A_folder_with_more_entries_than_a_listing_holds_says_the_bound_and_its_setting()
    {
        foreach (var name in new[] { "a", "b", "c/x", "c/y" })
            await _store.PutAsync(new BlobKey(name), Content);
        var options = new FolderBlobStoreOptions { MaxFolderEntryCount = 3 };
        Assert.Equal(4, (await KeysAsync(new FolderBlobStore(Root, options))).Count);
        options = options with { MaxFolderEntryCount = 2 };
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync(new FolderBlobStore(Root, options)));
        Assert.Contains("more than 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxFolderEntryCount", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await KeysAsync(new FolderBlobStore(Root, options), "c/")).Count);
    }

    [Fact]
    public void Options_out_of_bounds_are_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new FolderBlobStore(Root, new FolderBlobStoreOptions { MaxFolderEntryCount = 0 }));
        Assert.Contains("MaxFolderEntryCount is 0", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new FolderBlobStore(Root, new FolderBlobStoreOptions { LeftoverAge = TimeSpan.FromTicks(-1) }));
    }

    [Fact]
    public async Task A_name_too_long_for_the_file_system_is_missing_to_readers_and_an_error_to_writers()
    {
        var key = new BlobKey(new string('a', 300));
        Assert.Null(await _store.FindAsync(key));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => _store.ReadAsync(key, 10));
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => _store.PutAsync(key, Content));
        Assert.Contains("too long", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScreenDataException>(() => _store.PutIfAbsentAsync(key / "x", Content));
        Assert.Empty(Directory.GetFiles(Temp));
    }

    private static async Task<List<string>> KeysAsync(FolderBlobStore store, string prefix = "")
    {
        var keys = new List<string>();
        await foreach (var blob in store.ListAsync(prefix))
            keys.Add(blob.Key.Text);
        return keys;
    }

    private static async Task ShellAsync(string script, string argument)
    {
        using var shell = Process.Start("sh", ["-c", script, argument]);
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
