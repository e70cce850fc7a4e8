using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

/// <summary>
/// The store's contract against a real Azurite.
/// </summary>
public sealed class AzureBlobStoreConformanceTests(Azurite azurite) : BlobStoreConformance, IAsyncLifetime
{
    private AzureBlobStore? _store;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await AzureStores.OpenAsync(azurite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
