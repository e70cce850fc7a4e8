namespace HcsGrid.Storage;

/// <summary>
/// A place that holds blobs by key: the only durable truth of a run.
/// </summary>
/// <remarks>
/// <para>Every member may be called from any thread at any time, and every call may be repeated.</para>
/// <para>A put is atomic: a reader sees the old content or the new one, never a part, also when the writer is killed.
/// A put that has returned survives the process.</para>
/// <para>A store is confined to its root; a key that would leave it, by name or through a link, is refused with a
/// <see cref="Plates.ScreenDataException"/> that names it.</para>
/// <para>Reading or opening a missing blob throws <see cref="BlobNotFoundException"/>. A blob that is there and cannot
/// be read is a <see cref="Plates.ScreenDataException"/> that names it; a store that cannot be read or written as a
/// whole is a <see cref="BlobStoreException"/>.</para>
/// <para>A store may refuse to hold a blob below another blob's key (<c>a</c> and <c>a/b</c>).</para>
/// </remarks>
public interface IBlobStore
{
    /// <summary>Where the store is, for messages: a folder's path or an account's address without secrets.</summary>
    string Location { get; }

    /// <summary>Whether a read waits for a network, so that reading ahead pays.</summary>
    bool IsRemote => false;

    /// <summary>Tells of a blob, or null where there is none.</summary>
    Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a whole blob into a pooled buffer that the caller disposes.
    /// </summary>
    /// <param name="key">The blob.</param>
    /// <param name="maxLength">The most bytes to accept; a longer blob is refused before any memory is taken.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<BlobContent> ReadAsync(BlobKey key, long maxLength, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads from an offset until the destination is full or the blob ends.
    /// </summary>
    /// <returns>The number of bytes read; 0 at or past the blob's end.</returns>
    Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>Opens a blob for sequential reading; the caller disposes the stream.</summary>
    Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists every blob whose key begins with the prefix (any text, not only whole segments), in ordinal order of keys.
    /// </summary>
    /// <remarks>
    /// A blob that is there from begin to end of the listing is listed once. What cannot be listed is an error, never
    /// left out. A prefix with folders that no key can have (such as <c>../</c>) is refused as the key would be.
    /// </remarks>
    IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Writes a whole blob atomically, replacing what was there.</summary>
    Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a whole blob atomically if there is none of that key; of several writers exactly one succeeds.
    /// </summary>
    /// <returns>True where this call wrote it.</returns>
    Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Deletes a blob.</summary>
    /// <returns>True where there was one.</returns>
    Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default);
}
