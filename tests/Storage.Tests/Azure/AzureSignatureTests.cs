using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

public class AzureSignatureTests(Azurite azurite)
{
    private static readonly BlobKey Key = new("a/b");

    [Fact]
    public async Task A_signature_of_the_environment_opens_an_address_that_has_none()
    {
        var owner = await AzureStores.OpenAsync(azurite);
        await owner.PutAsync(Key, new byte[] { 1, 2 });
        var signed = new AzureBlobStore(owner.Location, AzureStores.Quick with
        {
            Credentials = AzureStores.From(
                (AzureCredentials.ConnectionStringSetting, azurite.EndpointString()),
                (AzureCredentials.SignatureSetting, "?" + AzureStores.SignatureOf(isExpired: false))),
        });

        using var content = await signed.ReadAsync(Key, 2);

        Assert.Equal([1, 2], content.Bytes.ToArray());
    }

    [Fact]
    public async Task An_expired_signature_is_told_by_every_member_with_the_place_and_without_the_signature()
    {
        var store = await AzureStores.OpenSignedAsync(azurite, isExpired: true);
        var secret = AzureStores.SignatureOf(isExpired: true).Split("sig=")[1];
        foreach (var (what, call) in new (string, Func<Task>)[]
        {
            ("cannot be read", () => store.FindAsync(Key)),
            ("cannot be read", () => store.ReadAsync(Key, 1)),
            ("cannot be written", () => store.PutAsync(Key, new byte[1])),
            ("cannot be written", () => store.PutIfAbsentAsync(Key, new byte[1])),
            ("cannot be listed", async () => await store.ListAsync("").GetAsyncEnumerator().MoveNextAsync()),
        })
        {
            var error = await Assert.ThrowsAsync<BlobStoreException>(call);
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
            Assert.Contains("403", error.Message, StringComparison.Ordinal);
            Assert.Contains("expired", error.Message, StringComparison.Ordinal);
            Assert.Contains(store.Location, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.UnescapeDataString(secret), error.ToString(), StringComparison.Ordinal);
        }
    }
}
