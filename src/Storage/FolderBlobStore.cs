using System.Buffers;
using System.Runtime.CompilerServices;
using HcsGrid.Plates;
using Microsoft.Win32.SafeHandles;

namespace HcsGrid.Storage;

/// <summary>
/// A blob store that is a folder: a blob is a file, its key the file's relative path.
/// </summary>
/// <remarks>
/// <para>A put writes a temporary file in <c>.hcsgrid-tmp</c> below the root, flushes it to the disk and renames it
/// over the blob; put-if-absent gives the name by a hard link. What a killed process leaves there is removed by a later
/// process's first put, once it is older than <see cref="FolderBlobStoreOptions.LeftoverAge"/>.</para>
/// <para>Links are followed while they stay below the root. A link that leaves it, leads nowhere or leads back to a
/// folder above it is refused by every operation that meets it, listing included.</para>
/// <para>Where the file system does not tell upper from lower case, neither does the store.</para>
/// </remarks>
public sealed class FolderBlobStore : IBlobStore
{
    private readonly ConfinedFolder _folder;
    private readonly FolderBlobStoreOptions _options;
    private int _leftoversRemoved;

    /// <summary>Takes a folder; nothing is written before the first put.</summary>
    /// <exception cref="BlobStoreException">
    /// The root is not a folder, or it is missing and may not be created.
    /// </exception>
    public FolderBlobStore(string root, FolderBlobStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        _options = options ?? new FolderBlobStoreOptions();
        _options.Validate();
        _folder = new ConfinedFolder(root);
        if (Directory.Exists(Location))
            return;
        if (Path.Exists(Location))
            throw new BlobStoreException("The store's root is a file: expected a folder", Location);
        if (_options.ReadOnly || !_options.CreateRoot)
            throw new BlobStoreException("The store's root is not there", Location);
    }

    /// <summary>The root's full path.</summary>
    public string Location => _folder.Root;

    public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<BlobInfo?>(cancellationToken);
        try
        {
            var length = ConfinedFolder.LengthOfFile(_folder.PathOf(key));
            return Task.FromResult(length is null ? (BlobInfo?)null : new BlobInfo(key, length.Value));
        }
        catch (ScreenDataException error)
        {
            return Task.FromException<BlobInfo?>(error);
        }
    }

    public async Task<BlobContent> ReadAsync(
        BlobKey key, long maxLength, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        cancellationToken.ThrowIfCancellationRequested();
        using var handle = Open(key);
        var length = RandomAccess.GetLength(handle);
        var bound = Math.Min(maxLength, Array.MaxLength);
        if (length > bound)
            throw Unusable(key, $"the blob has {length} bytes, more than the {bound} that are accepted");
        var array = ArrayPool<byte>.Shared.Rent((int)length);
        var content = new BlobContent(array, (int)length);
        try
        {
            var memory = array.AsMemory(0, (int)length);
            var readCount = await FillAsync(key, handle, 0, memory, cancellationToken).ConfigureAwait(false);
            if (readCount < length)
                throw Unusable(key, $"the blob ended after {readCount} of its {length} bytes");
            if (RandomAccess.GetLength(handle) is var now && now != length)
                throw Unusable(key, $"the blob's length changed from {length} to {now} while it was read");
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public async Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        using var handle = Open(key);
        return await FillAsync(key, handle, offset, destination, cancellationToken).ConfigureAwait(false);
    }

    public Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<Stream>(cancellationToken);
        try
        {
            var stream = new FileStream(Open(key), FileAccess.Read, bufferSize: 1 << 16, isAsync: false);
            return Task.FromResult<Stream>(stream);
        }
        catch (Exception error) when (error is BlobNotFoundException or ScreenDataException)
        {
            return Task.FromException<Stream>(error);
        }
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The file system lists without waiting.
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var blob in new FolderListing(_folder, _options.MaxFolderEntryCount).List(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return blob;
        }
    }

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, ifAbsent: false, cancellationToken);

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        WriteAsync(key, content, ifAbsent: true, cancellationToken);

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<bool>(cancellationToken);
        try
        {
            RefuseReadOnly();
            var path = _folder.PathOf(key);
            // Of several callers that find the file one deletes it; the count of true is not promised to be one.
            var exists = File.Exists(path);
            if (exists)
                File.Delete(path);
            return Task.FromResult(exists);
        }
        catch (Exception error) when (error is ScreenDataException or BlobStoreException)
        {
            return Task.FromException<bool>(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<bool>(
                new BlobStoreException($"The blob {key} cannot be deleted: {error.Message}", Location, error));
        }
    }

    private SafeFileHandle Open(BlobKey key)
    {
        var path = _folder.PathOf(key);
        try
        {
            // Writers rename over the file, so no lock is needed, and none is taken.
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!File.Exists(path))
                throw new BlobNotFoundException(key, Location, error);
            throw Unusable(key, $"the blob cannot be read: {error.Message}", error);
        }
    }

    private static async Task<int> FillAsync(
        BlobKey key, SafeFileHandle handle, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < destination.Length)
        {
            int count;
            try
            {
                count = await RandomAccess.ReadAsync(
                    handle, destination[filled..], offset + filled, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                throw Unusable(key, $"the blob cannot be read: {error.Message}", error);
            }

            if (count == 0)
                break;
            filled += count;
        }

        return filled;
    }

    private async Task<bool> WriteAsync(
        BlobKey key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseReadOnly();
        var path = _folder.PathOf(key);
        if (ifAbsent && File.Exists(path))
            return false;
        PrepareTempFolder();
        var temp = Path.Join(_folder.TempFolder, Guid.NewGuid().ToString("N"));
        try
        {
            using (var handle = File.OpenHandle(temp, FileMode.CreateNew, FileAccess.Write))
            {
                await RandomAccess.WriteAsync(handle, content, 0, cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(handle);
            }

            cancellationToken.ThrowIfCancellationRequested();
            CreateFolderOf(key, path);
            if (!ifAbsent)
                AtomicFiles.Replace(temp, path);
            return !ifAbsent || AtomicFiles.TryCreate(temp, path);
        }
        catch (PathTooLongException error)
        {
            throw Unusable(key, "the blob cannot be written: its key is too long for the file system", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BlobStoreException($"The blob {key} cannot be written: {error.Message}", Location, error);
        }
        finally
        {
            DeleteQuietly(temp);
        }
    }

    private void RefuseReadOnly()
    {
        if (_options.ReadOnly)
        {
            throw new BlobStoreException(
                $"The store is opened for reading only ({nameof(FolderBlobStoreOptions)}.{nameof(_options.ReadOnly)})",
                Location);
        }
    }

    private void PrepareTempFolder()
    {
        var folder = _folder.TempFolder;
        try
        {
            if (!_options.CreateRoot && !Directory.Exists(Location))
                throw new DirectoryNotFoundException("its root is not there any more");
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BlobStoreException($"The store cannot be written: {error.Message}", Location, error);
        }

        if (new FileInfo(folder).LinkTarget is not null)
        {
            throw new BlobStoreException(
                $"The store cannot be written: its {ConfinedFolder.TempFolderName} is a link", Location);
        }

        if (Interlocked.Exchange(ref _leftoversRemoved, 1) == 0)
            RemoveLeftovers(folder);
    }

    private void RemoveLeftovers(string folder)
    {
        var oldest = _options.TimeProvider.GetUtcNow().UtcDateTime - _options.LeftoverAge;
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            {
                if (file.LastWriteTimeUtc < oldest)
                    DeleteQuietly(file.FullName);
            }
        }
        catch (IOException)
        {
            // Another process clears up at the same time, or the folder cannot be listed: the put itself will tell.
        }
    }

    private static void CreateFolderOf(BlobKey key, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (Directory.Exists(path))
            throw Unusable(key, "the blob cannot be written: a folder has its name");
        for (var above = folder; !Directory.Exists(above); above = Path.GetDirectoryName(above)!)
        {
            if (File.Exists(above))
                throw Unusable(key, "the blob cannot be written: a folder of its key is itself a blob");
        }

        Directory.CreateDirectory(folder);
    }

    private static void DeleteQuietly(string temp)
    {
        try
        {
            File.Delete(temp);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A left-over is harmless: it is never listed, and removed later.
        }
    }

    private static ScreenDataException Unusable(BlobKey key, string reason, Exception? error = null) =>
        new(reason, new Place { Blob = key.Text }, error);
}
