using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace HcsGrid.Storage.Tests.Azure;

/// <summary>
/// Opens stores in Azurite, each below a prefix of its own.
/// </summary>
internal static class AzureStores
{
    private static int _count;

    /// <summary>Bounds that let a test of failures end soon.</summary>
    public static AzureBlobStoreOptions Quick { get; } = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(2),
        MaxRetryDelay = TimeSpan.FromMilliseconds(50),
        CreateContainer = true,
    };

    public static async Task<AzureBlobStore> OpenAsync(
        Azurite azurite, AzureBlobStoreOptions? options = null, int? port = null)
    {
        await azurite.StartAsync();
        return Open(NewAddress(), azurite.ConnectionString(port), options);
    }

    public static string NewAddress() => $"azure://{Azurite.Account}/tests/a%20b/{Interlocked.Increment(ref _count)}";

    public static AzureBlobStore Open(string address, string connection, AzureBlobStoreOptions? options = null) =>
        new(address, (options ?? Quick) with
        {
            Credentials = From((AzureCredentials.ConnectionStringSetting, connection)),
        });

    /// <summary>Credentials from settings that are named here, whatever the environment holds.</summary>
    public static AzureCredentials From(params (string Name, string Value)[] settings) => new()
    {
        Setting = name => settings.FirstOrDefault(s => s.Name == name).Value,
    };
}
