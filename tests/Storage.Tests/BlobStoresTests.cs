using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

public sealed class BlobStoresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_and_a_file_URL_open_the_same_folder()
    {
        var path = _folder.PathOf("a screen #1 50%");
        var url = new UriBuilder("file", "")
        {
            Path = path.Replace("%", "%25", StringComparison.Ordinal),
        }.Uri.AbsoluteUri;
        Assert.Equal(path, BlobStores.Open(path).Location);
        Assert.Equal(path, BlobStores.Open(path + "/").Location);
        Assert.Equal(path, BlobStores.Open(url).Location);
        Assert.Equal(path, BlobStores.Open(url.Replace("file:", "FILE:", StringComparison.Ordinal)).Location);
    }

    [Fact]
    public void A_relative_path_is_taken_from_the_working_folder()
    {
        Assert.Equal(Path.GetFullPath("some/where"), BlobStores.Open("some/where").Location);
        Assert.Equal(Path.GetFullPath("a:b:c"), BlobStores.Open("./a:b:c").Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    [InlineData("s3://bucket/folder")]
    [InlineData("azure:account/container")]
    [InlineData("plates:2026/x")]
    [InlineData("file://server/share")]
    [InlineData("file:///a?b=c")]
    [InlineData("file:///a#b")]
    [InlineData("file:relative/path")]
    public void An_address_of_anything_else_is_refused_by_name(string address)
    {
        var error = Assert.Throws<ScreenDataException>(() => BlobStores.Open(address));
        Assert.Contains(address.Split('?')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_address_is_shown_without_its_secrets()
    {
        var error = Assert.Throws<ScreenDataException>(
            () => BlobStores.Open("https://user:secret@account.invalid/box?signature=secret"));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Contains("account.invalid/box", error.Message, StringComparison.Ordinal);
    }
}
