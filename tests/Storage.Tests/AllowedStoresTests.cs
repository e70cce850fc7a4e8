using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

public sealed class AllowedStoresTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly AllowedStores _stores;

    public AllowedStoresTests()
    {
        foreach (var folder in (string[])
            ["images/P1", "images/a b", "images2/P1", "more", "outside/P1", "images/%2e%2e"])
            Directory.CreateDirectory(_folder.PathOf(folder.Split('/')));
        File.WriteAllText(_folder.PathOf("images", "file"), "");
        Link("images/out", "../outside");
        Link("images/outfile", "../outside/P1");
        Link("images/in", "P1");
        Link("images/other", "../more");
        Link("images/nowhere", "../outside/nothing");
        Link("way", "images");
        _stores = new AllowedStores([Root, _folder.PathOf("more"), "azure://Account/box/screens?sig=secret"]);
    }

    private string Root => _folder.PathOf("images");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".", "images")]
    [InlineData("P1", "images/P1")]
    [InlineData("./P1/", "images/P1")]
    [InlineData("a b", "images/a b")]
    [InlineData("P1/../a b", "images/a b")]
    [InlineData("../images/P1", "images/P1")]
    [InlineData("../more", "more")]
    [InlineData("in", "images/P1")]
    [InlineData("other", "more")]
    [InlineData("%2e%2e", "images/%2e%2e")]
    [InlineData("{root}", "images")]
    [InlineData("{root}/P1", "images/P1")]
    [InlineData("{root}/../way/P1", "images/P1")]
    [InlineData("file://{root}/a%20b", "images/a b")]
    [InlineData("FILE://{root}/%50%31", "images/P1")]
    [InlineData("file://{root}/%2e%2e/more", "more")]
    public void A_permitted_folder_is_opened_where_it_really_is(string address, string expected)
    {
        address = address.Replace("{root}", Root, StringComparison.Ordinal);
        Assert.Equal(RealPathOf(expected), _stores.Find(address));
        Assert.Equal(RealPathOf(expected), _stores.Open(address).Location);
        Assert.Equal(_stores.Find(address), _stores.Find(_stores.Find(address)));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../images2")]
    [InlineData("../outside/P1")]
    [InlineData("P1/../../outside")]
    [InlineData("out")]
    [InlineData("out/P1")]
    [InlineData("outfile")]
    [InlineData("nowhere")]
    [InlineData("nowhere/x")]
    [InlineData("{root}2")]
    [InlineData("{root}2/P1")]
    [InlineData("{root}/../outside")]
    [InlineData("/")]
    [InlineData("/etc")]
    [InlineData("/nothing/at/all")]
    [InlineData("file:///etc")]
    [InlineData("file://{root}/../outside")]
    [InlineData("file://{root}/%2e%2e/outside")]
    [InlineData("file://{root}/%2E%2E%2Foutside")]
    [InlineData("file://{root}/..%2foutside")]
    [InlineData("file://{root}2")]
    [InlineData("file://host{root}")]
    [InlineData("file:{root}")]
    [InlineData("file://{root}?x=1")]
    [InlineData("file://{root}#x")]
    [InlineData("file://{root}/%00")]
    [InlineData("https://account/box")]
    [InlineData("..\\outside")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("")]
    [InlineData(" ")]
    public void A_folder_elsewhere_is_refused_however_it_is_written(string address)
    {
        address = address.Replace("{root}", Root, StringComparison.Ordinal);
        AssertRefused(address);
    }

    [Theory]
    [InlineData("azure://account/box/screens")]
    [InlineData("azure://account/box/screens/")]
    [InlineData("AZURE://ACCOUNT/box/screens/a%20b/2026")]
    [InlineData("azure://account/box/%73creens/x")]
    public void A_permitted_container_s_part_is_found(string address)
    {
        var found = _stores.Find(address);
        Assert.StartsWith("azure://account/box/screens", found, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", found, StringComparison.Ordinal);
        Assert.Equal(found, _stores.Find(found));
        Assert.Equal(found, _stores.Open(address).Location);
    }

    [Theory]
    [InlineData("azure://account/box")]
    [InlineData("azure://account/box/")]
    [InlineData("azure://account/box/screens2")]
    [InlineData("azure://account/box/Screens")]
    [InlineData("azure://account/box2/screens")]
    [InlineData("azure://account2/box/screens")]
    [InlineData("azure://account/box/screens/../other")]
    [InlineData("azure://account/box/screens/%2e%2e/other")]
    [InlineData("azure://account/box/screens/%2e%2e%2fother")]
    [InlineData("azure://account/box/screens%2f..")]
    [InlineData("azure://account/box/screens/%252e%252e/other")]
    [InlineData("azure://account/box//screens")]
    [InlineData("azure://account/box/screens?sig=mine")]
    [InlineData("azure://account/box/screens#x")]
    [InlineData("azure://user:key@account/box/screens")]
    [InlineData("azure:account/box/screens")]
    [InlineData("azure://account.evil.example/box/screens")]
    [InlineData("azure:")]
    public void A_container_s_part_elsewhere_is_refused_however_it_is_written(string address)
    {
        var error = Assert.Throws<ScreenDataException>(() => _stores.Find(address));
        Assert.DoesNotContain("mine", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_address_goes_below_the_first_root()
    {
        var stores = new AllowedStores(["azure://account/box/screens?sig=secret", Root]);
        Assert.Equal("azure://account/box/screens/a%20b", stores.Find("./a b/"));
        Assert.Equal("azure://account/box/screens", stores.Find("."));
        Assert.Throws<ScreenDataException>(() => stores.Find("../other"));
        Assert.Throws<ScreenDataException>(() => stores.Find("a%2e%2e/b"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_so_below_a_root_only()
    {
        Assert.Contains("is not there", Refusal("P9"), StringComparison.Ordinal);
        Assert.Contains("is not a folder", Refusal("file"), StringComparison.Ordinal);
        Assert.Contains("not permitted", Refusal("../outside/P9"), StringComparison.Ordinal);
        Assert.Equal(
            Refusal("../outside/P1").Replace("P1", "", StringComparison.Ordinal),
            Refusal("../outside/P9").Replace("P9", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_is_opened_to_read_only()
    {
        var store = _stores.Open("P1");
        Assert.ThrowsAny<Exception>(() => store.PutAsync(new BlobKey("x"), new byte[1]).GetAwaiter().GetResult());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.PathOf("images", "P1")));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("https://account/box")]
    [InlineData("azure://account")]
    [InlineData("azure://account/box/../x")]
    [InlineData("")]
    public void A_root_that_cannot_be_one_is_refused(string root) =>
        Assert.Throws<ScreenDataException>(() => new AllowedStores([_folder.PathOf("more"), root]));

    [Fact]
    public void Without_roots_there_is_nothing_to_permit()
    {
        Assert.Throws<ScreenDataException>(() => new AllowedStores([]));
        Assert.Equal([RealPathOf("images"), RealPathOf("more"), "azure://account/box/screens"], _stores.Roots);
    }

    private void AssertRefused(string address)
    {
        var error = Assert.Throws<ScreenDataException>(() => _stores.Find(address));
        Assert.Contains("not permitted", error.Message, StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(() => _stores.Open(address));
    }

    private string Refusal(string address) => Assert.Throws<ScreenDataException>(() => _stores.Find(address)).Message;

    // The folder of temporary files may itself be a link.
    private string RealPathOf(string path) => Path.Join(
        new AllowedStores([_folder.Path]).Roots.Single(), path);

    private void Link(string link, string target) =>
        Directory.CreateSymbolicLink(_folder.PathOf(link.Split('/')), target);
}
