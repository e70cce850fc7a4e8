using HcsGrid.Storage;
using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Grains.Tests;

public sealed class ClusterSetupTests : IDisposable
{
    private const string Setting = AzureCredentials.ConnectionStringSetting;
    private readonly string? _before = Environment.GetEnvironmentVariable(Setting);

    // Read when the store is opened: tests of this assembly run one after another.
    public void Dispose() => Environment.SetEnvironmentVariable(Setting, _before);

    [Fact]
    public async Task A_store_without_its_container_is_empty_until_the_first_write_creates_it()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        Environment.SetEnvironmentVariable(Setting, azurite.ConnectionString());
        var store = new ClusterSetup { Store = $"azure://{Azurite.Account}/new-one/here" }.OpenStore();

        Assert.Null(await store.FindAsync(new BlobKey("jobs/a.json"), stop));
        await store.EnsureWritableAsync(stop);
        await store.PutAsync(new BlobKey("jobs/a.json"), new byte[1], stop);

        Assert.NotNull(await store.FindAsync(new BlobKey("jobs/a.json"), stop));
    }
}
