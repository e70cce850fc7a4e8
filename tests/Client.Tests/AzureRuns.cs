using System.Security.Cryptography;
using System.Text;
using HcsGrid.Storage;
using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Runs jobs whose images and run folder lie in Azurite, by the real program.
/// </summary>
public sealed class AzureRuns : IAsyncDisposable
{
    private const string Setting = AzureCredentials.ConnectionStringSetting;
    private readonly Azurite _azurite = new();
    private int _count;

    internal Azurite Azurite => _azurite;

    public async ValueTask DisposeAsync() => await _azurite.DisposeAsync();

    internal Task StartAsync() => _azurite.StartAsync();

    /// <summary>An address below which nothing lies yet.</summary>
    internal string NewAddress() => $"azure://{Azurite.Account}/tests/{Interlocked.Increment(ref _count)}";

    internal IBlobStore Open(string address) => BlobStores.Open(address, azure: new AzureBlobStoreOptions
    {
        CreateContainer = true,
        Credentials = new AzureCredentials { Setting = n => n == Setting ? _azurite.ConnectionString() : null },
    });

    /// <summary>Puts all files of a folder into Azurite.</summary>
    internal async Task<string> UploadAsync(string folder)
    {
        var address = NewAddress();
        var (from, to) = (new FolderBlobStore(folder), Open(address));
        await foreach (var blob in from.ListAsync("", TestContext.Current.CancellationToken))
        {
            using var content = await from.ReadAsync(blob.Key, long.MaxValue);
            await to.PutAsync(blob.Key, content.Bytes);
        }

        return address;
    }

    /// <summary>Runs the program with Azurite's credentials in its environment, through a port.</summary>
    internal Task<ProcessResult> RunAsync(int port, params string[] args) =>
        RunWithAsync(_azurite.ConnectionString(port), args);

    /// <summary>Runs the program with a connection string in its environment.</summary>
    internal static async Task<ProcessResult> RunWithAsync(string connection, params string[] args)
    {
        Environment.SetEnvironmentVariable(Setting, connection);
        try
        {
            return await HcsGridProcess.RunAsync(args);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Setting, null);
        }
    }

    /// <summary>The blobs of a run in Azurite that are not as in a run folder, but for where the images lie.</summary>
    internal async Task<IReadOnlyList<string>> DifferencesAsync(
        string folder, string images, string run, string runImages)
    {
        var one = await HashesAsync(new FolderBlobStore(folder), images);
        var other = await HashesAsync(Open(run), runImages);
        Assert.NotEmpty(one);
        return [.. one.Keys.Union(other.Keys).Where(f => one.GetValueOrDefault(f) != other.GetValueOrDefault(f))];
    }

    private static async Task<SortedDictionary<string, string>> HashesAsync(IBlobStore store, string images)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync("", TestContext.Current.CancellationToken))
        {
            using var content = await store.ReadAsync(blob.Key, long.MaxValue);
            var bytes = content.Bytes.ToArray();
            if (blob.Key.Text == "job.json")
            {
                var text = Encoding.UTF8.GetString(bytes);
                Assert.Contains($"\"store\": \"{images}\"", text);
                bytes = Encoding.UTF8.GetBytes(text.Replace($"\"{images}\"", "\"\"", StringComparison.Ordinal));
            }

            hashes[blob.Key.Text] = Convert.ToHexString(SHA256.HashData(bytes));
        }

        return hashes;
    }
}
