using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Storage.Tests.Azure;

/// <summary>
/// The store's contract while every fifth request to Azurite fails in one way or another.
/// </summary>
public sealed class FaultyAzureConformanceTests(Azurite azurite) : BlobStoreConformance, IAsyncLifetime
{
    private AzureBlobStore? _store;
    private FaultProxy? _proxy;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        await azurite.StartAsync();
        _proxy = new FaultProxy(
            azurite.Port, seed: 1, every: 5, FaultProxy.Fault.Busy, FaultProxy.Fault.DropBefore,
            FaultProxy.Fault.DropAfter, FaultProxy.Fault.Reset, FaultProxy.Fault.Truncate);
        _store = await AzureStores.OpenAsync(
            azurite, AzureStores.Quick with { RangeBytes = 1 << 18, BlockBytes = 1 << 20, MaxSinglePutBytes = 1 << 20 },
            _proxy.Port);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }
}
