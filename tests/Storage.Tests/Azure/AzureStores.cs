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

    /// <summary>Opens a store by a signature of its container, which is there, and nothing else.</summary>
    public static async Task<AzureBlobStore> OpenSignedAsync(Azurite azurite, bool isExpired = false)
    {
        var owner = await OpenAsync(azurite);
        await owner.EnsureWritableAsync();
        return Open($"{owner.Location}?{SignatureOf(isExpired)}", azurite.EndpointString());
    }

    /// <summary>A signature of the container in which the tests' stores lie.</summary>
    public static string SignatureOf(bool isExpired) => Azurite.SignatureOf(
        "tests", new DateTimeOffset(isExpired ? 2001 : 2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

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
