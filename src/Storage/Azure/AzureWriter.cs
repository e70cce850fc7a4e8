using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Writes blobs whole: at once where they are small, else as staged blocks that a list makes the blob in one step.
/// </summary>
/// <remarks>
/// Each write has a number of its own, kept with the blob as metadata. A put-if-absent whose answer was lost is
/// repeated, and meets its own blob: by that number it knows it. Two writers that stage blocks of one blob discard
/// each other's, so who finds his discarded stages them again, <see cref="MaxStageCount"/> times in all.
/// </remarks>
internal sealed class AzureWriter(BlobContainerClient container, AzureCalls calls)
{
    /// <summary>The metadata that holds a write's number.</summary>
    public const string WriteName = "hcsgridwrite";

    public const int MaxStageCount = 10;

    private AzureBlobStoreOptions Options => calls.Options;

    /// <returns>True where this call wrote the blob; always true unless it is to be absent.</returns>
    public async Task<bool> WriteAsync(
        BlobKey key, string name, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(name);
        var write = new AzureWrite(key, blob, content, Guid.NewGuid().ToString("N"), ifAbsent);
        try
        {
            return await TryWriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (BlobStoreException error) when (Options.CreateContainer && error.IsMissing)
        {
            await calls.RunAsync("created", null, async token =>
            {
                await container.CreateIfNotExistsAsync(cancellationToken: token).ConfigureAwait(false);
                return true;
            }, cancellationToken).ConfigureAwait(false);
            return await TryWriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryWriteAsync(AzureWrite write, CancellationToken cancellationToken)
    {
        if (write.Content.Length <= Options.MaxSinglePutBytes)
        {
            return await CommitAsync(write, token => write.Blob.UploadAsync(
                new BinaryData(write.Content).ToStream(),
                new BlobUploadOptions
                {
                    Conditions = write.Conditions,
                    Metadata = write.Metadata,
                    // What is shorter than this goes in one request; blocks that the client stages would mix with those
                    // of another writer.
                    TransferOptions = new StorageTransferOptions { InitialTransferSize = write.Content.Length + 1L },
                    TransferValidation = Validation(),
                }, token), cancellationToken).ConfigureAwait(false) ?? throw Discarded(write);
        }

        // Who comes too late anyway need not send anything.
        if (write.IfAbsent && await IsOwnAsync(write, cancellationToken).ConfigureAwait(false) is { } isOwn)
            return isOwn;
        var hash = AzureReader.Hash(write.Content.Span);
        for (var count = 0; count < MaxStageCount; count++)
        {
            var blocks = await StageAsync(write, cancellationToken).ConfigureAwait(false);
            var options = new CommitBlockListOptions
            {
                Conditions = write.Conditions,
                Metadata = write.Metadata,
                HttpHeaders = new BlobHttpHeaders { ContentHash = hash },
            };
            var isWritten = await CommitAsync(
                write, token => write.Blob.CommitBlockListAsync(blocks, options, token), cancellationToken)
                .ConfigureAwait(false);
            if (isWritten is { } known)
                return known;
        }

        throw Discarded(write);
    }

    // Null where the staged blocks are not there any more.
    private async Task<bool?> CommitAsync(
        AzureWrite write, Func<CancellationToken, Task<Response<BlobContentInfo>>> commit,
        CancellationToken cancellationToken)
    {
        var isMet = await calls.RunAsync<bool?>("written", write.Key, async token =>
        {
            try
            {
                await commit(token).ConfigureAwait(false);
                return false;
            }
            catch (RequestFailedException error) when (write.IfAbsent && error.ErrorCode is { } code &&
                (code == BlobErrorCode.BlobAlreadyExists || code == BlobErrorCode.ConditionNotMet))
            {
                return true;
            }
            catch (RequestFailedException error) when (error.ErrorCode is { } code &&
                (code == BlobErrorCode.InvalidBlockList || code == BlobErrorCode.InvalidBlockId))
            {
                return null;
            }
        }, cancellationToken).ConfigureAwait(false);
        if (isMet == false)
            return true;
        if (!write.IfAbsent)
            return null;
        var isOwn = await IsOwnAsync(write, cancellationToken).ConfigureAwait(false);
        // A blob that stood in the way and was deleted since was somebody else's.
        return isMet == true ? isOwn ?? false : isOwn;
    }

    // Whether the blob that is there is this write's; null where there is none.
    private Task<bool?> IsOwnAsync(AzureWrite write, CancellationToken cancellationToken) =>
        calls.RunAsync<bool?>("written", write.Key, async token =>
        {
            try
            {
                var found = await write.Blob.GetPropertiesAsync(cancellationToken: token).ConfigureAwait(false);
                return found.Value.Metadata.TryGetValue(WriteName, out var number) && number == write.Number;
            }
            catch (RequestFailedException error) when (error.Status == 404 && !AzureCalls.IsNoContainer(error))
            {
                return null;
            }
        }, cancellationToken);

    private async Task<string[]> StageAsync(AzureWrite write, CancellationToken cancellationToken)
    {
        var size = Options.BlockBytes;
        var blocks = new string[(write.Content.Length + size - 1L) / size];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Options.MaxParallelTransferCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, blocks.Length, options, async (index, stop) =>
        {
            // All blocks of a blob have names of one length, whoever stages them.
            blocks[index] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{write.Number}{index:D6}"));
            var from = index * size;
            var part = write.Content[from..(int)Math.Min(from + (long)size, write.Content.Length)];
            await calls.RunAsync("written", write.Key, async token =>
            {
                await write.Blob.StageBlockAsync(
                    blocks[index], new BinaryData(part).ToStream(),
                    new BlockBlobStageBlockOptions { TransferValidation = Validation() },
                    token).ConfigureAwait(false);
                return true;
            }, stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return blocks;
    }

    private static UploadTransferValidationOptions Validation() => new()
    {
        ChecksumAlgorithm = StorageChecksumAlgorithm.MD5,
    };

    private static ScreenDataException Discarded(AzureWrite write) => new(
        $"the blob cannot be written: other writers of it discarded its blocks {MaxStageCount} times",
        new Place { Blob = write.Key.Text });
}
