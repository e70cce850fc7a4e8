using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

public sealed class FolderLinkTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly TempFolder _folder = new();
    private readonly FolderBlobStore _store;

    public FolderLinkTests()
    {
        Directory.CreateDirectory(_folder.PathOf("outside", "deep"));
        Directory.CreateDirectory(_folder.PathOf("root", "a"));
        File.WriteAllBytes(_folder.PathOf("outside", "secret"), [9]);
        File.WriteAllBytes(_folder.PathOf("outside", "deep", "secret"), [9]);
        File.WriteAllBytes(_folder.PathOf("root", "a", "blob"), Content);
        _store = new FolderBlobStore(_folder.PathOf("root"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("link", "../outside/secret", "link")]
    [InlineData("link", "../outside", "link/secret")]
    [InlineData("link", "../outside", "link/new")]
    [InlineData("link", "../outside", "link/deep/secret")]
    [InlineData("a/link", "../../outside", "a/link/secret")]
    [InlineData("link", "..", "link/outside/secret")]
    [InlineData("link", "/", "link/etc")]
    [InlineData("link", "/proc/self/root", "link/etc")]
    [InlineData("link", "a/../../outside/secret", "link")]
    [InlineData("link", "../rootless", "link/x")]
    public async Task A_link_that_leaves_the_store_is_refused_by_every_member(string link, string target, string key)
    {
        Directory.CreateDirectory(_folder.PathOf("rootless"));
        Link(link, target);
        await RefusedByAllAsync(new BlobKey(key), "leaves the store");
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync());
        Assert.Equal(link, error.Place.Blob);
        Assert.Equal([9], await File.ReadAllBytesAsync(_folder.PathOf("outside", "secret")));
        Assert.False(File.Exists(_folder.PathOf("outside", "new")));
        Assert.Equal([9], await File.ReadAllBytesAsync(_folder.PathOf("outside", "deep", "secret")));
    }

    [Fact]
    public async Task An_absolute_link_that_leaves_the_store_is_refused()
    {
        Link("link", _folder.PathOf("outside", "secret"));
        await RefusedByAllAsync(new BlobKey("link"), "leaves the store");
    }

    [Fact]
    public async Task A_link_that_leaves_by_another_link_is_refused()
    {
        Link("a/first", "second");
        Link("a/second", "../a/third/secret");
        Link("a/third", "../../outside");
        await RefusedByAllAsync(new BlobKey("a/first"), "leaves the store");
    }

    [Theory]
    [InlineData("link", "nowhere", "link")]
    [InlineData("link", "nowhere", "link/x")]
    [InlineData("link", "link", "link")]
    [InlineData("link", "a/blob/x", "link")]
    public async Task A_link_that_leads_nowhere_is_refused_by_every_member(string link, string target, string key)
    {
        Link(link, target);
        await RefusedByAllAsync(new BlobKey(key), "leads nowhere");
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync());
        Assert.Equal(link, error.Place.Blob);
    }

    [Fact]
    public async Task A_link_to_the_stores_own_folder_is_refused()
    {
        Directory.CreateDirectory(_folder.PathOf("root", ".hcsgrid-tmp"));
        await File.WriteAllBytesAsync(_folder.PathOf("root", ".hcsgrid-tmp", "x"), Content);
        Link("link", ".hcsgrid-tmp");
        await RefusedByAllAsync(new BlobKey("link/x"), "own folder");
        await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync());
    }

    [Fact]
    public async Task Links_that_stay_inside_are_followed()
    {
        Link("file", "a/blob");
        Link("folder", "a");
        Link("absolute", _folder.PathOf("root", "a"));
        Link("a/up-and-down", "../a/../a/blob");
        Assert.Equal(
            [
                "a/blob", "a/up-and-down", "absolute/blob", "absolute/up-and-down", "file", "folder/blob",
                "folder/up-and-down",
            ],
            await KeysAsync());
        foreach (var key in await KeysAsync())
        {
            using var content = await _store.ReadAsync(new BlobKey(key), 3);
            Assert.Equal(Content, content.Bytes.ToArray());
            Assert.Equal(3, (await _store.FindAsync(new BlobKey(key)))!.Value.Length);
        }

        await foreach (var blob in _store.ListAsync(""))
            Assert.Equal(3, blob.Length);
        await _store.PutAsync(new BlobKey("folder/new"), Content);
        Assert.True(File.Exists(_folder.PathOf("root", "a", "new")));
    }

    [Fact]
    public async Task A_put_replaces_a_link_and_not_what_it_leads_to()
    {
        Link("file", "a/blob");
        await _store.PutAsync(new BlobKey("file"), new byte[7]);
        Assert.Equal(Content, await File.ReadAllBytesAsync(_folder.PathOf("root", "a", "blob")));
        Assert.Null(new FileInfo(_folder.PathOf("root", "file")).LinkTarget);
        Assert.False(await _store.PutIfAbsentAsync(new BlobKey("file"), Content));
    }

    [Fact]
    public async Task A_root_that_is_itself_a_link_is_a_root()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("linked"), "root");
        var store = new FolderBlobStore(_folder.PathOf("linked"));
        Link("file", "a/blob");
        using var content = await store.ReadAsync(new BlobKey("file"), 3);
        Assert.Equal(Content, content.Bytes.ToArray());
        await store.PutAsync(new BlobKey("b/c"), Content);
        Assert.True(File.Exists(_folder.PathOf("root", "b", "c")));
        Link("leaving", "../outside");
        await Assert.ThrowsAsync<ScreenDataException>(() => store.ReadAsync(new BlobKey("leaving/secret"), 3));
    }

    [Fact]
    public async Task Links_that_lead_in_a_circle_end_the_listing_with_an_error()
    {
        Link("a/self", ".");
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync());
        Assert.Equal("a/self", error.Place.Blob);
        Directory.Delete(_folder.PathOf("root", "a", "self"));
        Link("a/up", "..");
        await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync());
        await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync("a/up"));
        Directory.Delete(_folder.PathOf("root", "a", "up"));
        Directory.CreateDirectory(_folder.PathOf("root", "b"));
        Link("a/to-b", "../b");
        Link("b/to-a", "../a");
        await Assert.ThrowsAsync<ScreenDataException>(() => KeysAsync());
    }

    [Fact]
    public async Task A_temporary_folder_that_is_a_link_is_refused_before_anything_is_written()
    {
        Link(".hcsgrid-tmp", "../outside");
        await Assert.ThrowsAsync<BlobStoreException>(() => _store.PutAsync(new BlobKey("x"), Content));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.PathOf("outside")).Length);
    }

    private void Link(string link, string target) =>
        File.CreateSymbolicLink(_folder.PathOf("root", link), target);

    private async Task<List<string>> KeysAsync(string prefix = "")
    {
        var keys = new List<string>();
        await foreach (var blob in _store.ListAsync(prefix))
            keys.Add(blob.Key.Text);
        return keys;
    }

    private Task RefusedByAllAsync(BlobKey key, string reason) => Refusals.ByEveryMemberAsync(_store, key, reason);
}
