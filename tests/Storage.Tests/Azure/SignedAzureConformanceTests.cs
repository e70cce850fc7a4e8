using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

/// <summary>
/// The store's contract where a shared access signature in the address is all there is of credentials.
/// </summary>
public sealed class SignedAzureConformanceTests(Azurite azurite) : BlobStoreConformance, IAsyncLifetime
{
    private AzureBlobStore? _store;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await AzureStores.OpenSignedAsync(azurite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
