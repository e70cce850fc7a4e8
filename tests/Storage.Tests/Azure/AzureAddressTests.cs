using HcsGrid.Plates;
using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

public class AzureAddressTests
{
    private const string Connection = $"AccountName=lab1;AccountKey={Azurite.Key};EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("azure:lab1/box")]
    [InlineData("azure://lab1")]
    [InlineData("azure://lab1/")]
    [InlineData("azure://lab_1/box")]
    [InlineData("azure://lab1/Box")]
    [InlineData("azure://lab1/a--b")]
    [InlineData("azure://lab1/box/a//b")]
    [InlineData("azure://lab1/box/%2e%2e/x")]
    [InlineData("azure://lab1/box/a.")]
    [InlineData("azure://lab1/box#a")]
    public void A_text_that_names_no_container_is_refused(string address) =>
        Assert.Throws<ScreenDataException>(() => Open(address, (AzureCredentials.ConnectionStringSetting, Connection)));

    [Theory]
    [InlineData("azure://lab1/box/a%20b/?sig=hush", "azure://lab1/box/a%20b")]
    [InlineData("AZURE://LAB1/box?sig=hush", "azure://lab1/box")]
    [InlineData("azure://lab1.blob.core.windows.net/box/x?sig=hush", "azure://lab1.blob.core.windows.net/box/x")]
    public void A_store_shows_its_address_without_the_signature(string address, string shown) =>
        Assert.Equal(shown, Open(address).Location);

    [Theory]
    [InlineData("azure://name:hush@lab1/box")]
    [InlineData("azure://lab_1/box?sig=hush")]
    [InlineData("azure://lab1/Box?sig=hush")]
    public void A_refused_address_shows_no_secret(string address)
    {
        var error = Assert.Throws<ScreenDataException>(() => Open(address));
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_without_credentials_is_refused_with_the_settings_that_would_give_them()
    {
        var error = Assert.Throws<ScreenDataException>(
            () => Open("azure://lab2/box", (AzureCredentials.ConnectionStringSetting, Connection)));
        Assert.Contains("AZURE_STORAGE_CONNECTION_STRING", error.Message, StringComparison.Ordinal);
        Assert.Contains("_LAB2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_connection_string_is_refused_without_showing_it()
    {
        var error = Assert.Throws<ScreenDataException>(
            () => Open("azure://lab1/box", (AzureCredentials.ConnectionStringSetting, "AccountKey=hush;;=")));
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_with_the_accounts_name_goes_before_one_without()
    {
        var other = Connection.Replace("lab1", "lab2", StringComparison.Ordinal);
        var settings = new[]
        {
            (AzureCredentials.ConnectionStringSetting, other),
            ($"{AzureCredentials.ConnectionStringSetting}_LAB1", Connection),
        };
        Assert.Equal("azure://lab1/box", Open("azure://lab1/box", settings).Location);
        Assert.Equal("azure://lab2/box", Open("azure://lab2/box", settings).Location);
    }

    private static AzureBlobStore Open(string address, params (string, string)[] settings) =>
        new(address, new AzureBlobStoreOptions { Credentials = AzureStores.From(settings) });
}
