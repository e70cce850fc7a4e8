using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;

// Azure.Storage.Common needs System.IO.Hashing, in an older version than the SDK's. A build copies that library beside
// a program only if this assembly itself names it: so it does.
[assembly: TypeForwardedTo(typeof(Crc64))]

namespace HcsGrid.Storage.Azure;

/// <summary>
/// A blob store that is a container of Azure Blob Storage, or what lies below a prefix in it.
/// </summary>
/// <remarks>
/// <para>A put is one request, or staged blocks and the list that makes them the blob; put-if-absent is the condition
/// that there is no blob yet. Throttling, server errors, dropped connections and slow answers are survived by
/// repetition, within the bounds of <see cref="AzureBlobStoreOptions"/>.</para>
/// <para>A put whose answer was lost may be carried out twice. Where others write the same key meanwhile, the later of
/// the two may come after theirs; who needs the first writer to stay uses put-if-absent.</para>
/// <para>Keys that Azure cannot hold are refused: see <see cref="AzureKeys"/>.</para>
/// </remarks>
public sealed class AzureBlobStore : IBlobStore
{
    private readonly AzureBlobStoreOptions _options;
    private readonly BlobContainerClient _container;
    private readonly string _prefix;
    private readonly AzureCalls _calls;
    private readonly AzureReader _reader;
    private readonly AzureWriter _writer;

    /// <summary>Takes an address; nothing is asked of the service yet.</summary>
    /// <param name="address"><c>azure://account/container[/prefix][?SAS]</c>.</param>
    /// <param name="options">How to use it.</param>
    /// <exception cref="Plates.ScreenDataException">
    /// The address names no store, or there are no credentials for it; the message shows no secret.
    /// </exception>
    public AzureBlobStore(string address, AzureBlobStoreOptions? options = null)
    {
        _options = options ?? new AzureBlobStoreOptions();
        _options.Validate();
        var parsed = AzureAddress.Parse(address);
        (Location, _prefix) = (parsed.Shown, parsed.Prefix);
        _container = _options.Credentials.Open(parsed, _options.ClientOptions());
        _calls = new AzureCalls(Location, _options);
        _reader = new AzureReader(_container, _calls);
        _writer = new AzureWriter(_container, _calls);
    }

    /// <summary>The address, without a SAS.</summary>
    public string Location { get; }

    public bool IsRemote => true;

    public async Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(AzureKeys.NameOf(key, _prefix));
        return await _calls.RunAsync<BlobInfo?>("read", key, async token =>
        {
            try
            {
                var found = await blob.GetPropertiesAsync(cancellationToken: token).ConfigureAwait(false);
                return new BlobInfo(key, found.Value.ContentLength);
            }
            catch (RequestFailedException error) when (
                error.Status == 404 && (_options.CreateContainer || !AzureCalls.IsNoContainer(error)))
            {
                return null;
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<BlobContent> ReadAsync(
        BlobKey key, long maxLength, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        var name = AzureKeys.NameOf(key, _prefix);
        cancellationToken.ThrowIfCancellationRequested();
        return await _reader.ReadAsync(key, name, maxLength, cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var name = AzureKeys.NameOf(key, _prefix);
        // No blob is that long, and no range is empty: whether there is a blob is all that is asked.
        if (destination.Length > 0 && offset < 1L << 50)
        {
            return await _reader.ReadRangeAsync(key, name, offset, destination, cancellationToken)
                .ConfigureAwait(false);
        }

        return await FindAsync(key, cancellationToken).ConfigureAwait(false) is null
            ? throw new BlobNotFoundException(key, Location)
            : 0;
    }

    public async Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        var name = AzureKeys.NameOf(key, _prefix);
        cancellationToken.ThrowIfCancellationRequested();
        return await AzureReadStream.OpenAsync(_reader, key, name, _options.RangeBytes, cancellationToken)
            .ConfigureAwait(false);
    }

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        new AzureListing(_container, _calls, _prefix).ListAsync(prefix, cancellationToken);

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, ifAbsent: false, cancellationToken);

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, ifAbsent: true, cancellationToken);

    /// <summary>Deletes a blob.</summary>
    /// <returns>True where there was one when the call began: a repeated delete finds none.</returns>
    public async Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(AzureKeys.NameOf(key, _prefix));
        RefuseReadOnly();
        if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is null)
            return false;
        await _calls.RunAsync("deleted", key, async token =>
        {
            await blob.DeleteIfExistsAsync(cancellationToken: token).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> WriteAsync(
        BlobKey key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        var name = AzureKeys.NameOf(key, _prefix);
        cancellationToken.ThrowIfCancellationRequested();
        RefuseReadOnly();
        return await _writer.WriteAsync(key, name, content, ifAbsent, cancellationToken).ConfigureAwait(false);
    }

    private void RefuseReadOnly()
    {
        if (_options.ReadOnly)
        {
            throw new BlobStoreException(
                $"The store is opened for reading only ({nameof(AzureBlobStoreOptions)}.{nameof(_options.ReadOnly)})",
                Location);
        }
    }
}
