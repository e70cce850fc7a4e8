using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Reads blobs by ranges, several at once, all of one content.
/// </summary>
/// <remarks>
/// The first range tells length and ETag; every further request demands that ETag, so that ranges of two contents never
/// mix. A range whose body breaks off goes on at its offset. A blob that was replaced meanwhile is read again from the
/// start, <see cref="MaxReadCount"/> times in all; from the third time on by one request, whose answer is of one
/// content however fast another writer replaces the blob.
/// </remarks>
internal sealed class AzureReader(BlobContainerClient container, AzureCalls calls)
{
    public const int MaxReadCount = 10;

    private const int MaxRangedReadCount = 2;

    private AzureBlobStoreOptions Options => calls.Options;

    public Task<BlobContent> ReadAsync(
        BlobKey key, string name, long maxLength, CancellationToken cancellationToken) =>
        AgainWhereReplacedAsync(key, count => ReadOnceAsync(key, name, maxLength, count, cancellationToken));

    public Task<int> ReadRangeAsync(
        BlobKey key, string name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        AgainWhereReplacedAsync(key, async count =>
        {
            var rangeBytes = RangeBytesOf(count);
            var start = await StartAsync(
                key, name, null, offset, Math.Min(destination.Length, rangeBytes), _ => destination, cancellationToken)
                .ConfigureAwait(false);
            await RestAsync(key, name, start, rangeBytes, cancellationToken).ConfigureAwait(false);
            return start.Destination.Length;
        });

    /// <summary>Reads at most one range of the content that an ETag names.</summary>
    /// <exception cref="BlobReplacedException">The blob has another content now, or none.</exception>
    public Task<AzureRange> ReadPartAsync(
        BlobKey key, string name, ETag? tag, long offset, Func<long, Memory<byte>> destination,
        CancellationToken cancellationToken) =>
        StartAsync(key, name, tag, offset, Options.RangeBytes, destination, cancellationToken);

    private int RangeBytesOf(int readCount) => readCount <= MaxRangedReadCount ? Options.RangeBytes : int.MaxValue;

    private static async Task<T> AgainWhereReplacedAsync<T>(BlobKey key, Func<int, Task<T>> read)
    {
        for (var count = 1; ; count++)
        {
            try
            {
                return await read(count).ConfigureAwait(false);
            }
            catch (BlobReplacedException error) when (count == MaxReadCount)
            {
                throw new ScreenDataException(
                    $"the blob was replaced each of the {MaxReadCount} times that it was read",
                    new Place { Blob = key.Text }, error);
            }
            catch (BlobReplacedException)
            {
                // Its new content is read from the start.
            }
        }
    }

    private async Task<BlobContent> ReadOnceAsync(
        BlobKey key, string name, long maxLength, int readCount, CancellationToken cancellationToken)
    {
        var rangeBytes = RangeBytesOf(readCount);
        BlobContent? content = null;
        try
        {
            var start = await StartAsync(key, name, null, 0, rangeBytes, length =>
            {
                var bound = Math.Min(maxLength, Array.MaxLength);
                if (length > bound)
                {
                    throw new ScreenDataException(
                        $"the blob has {length} bytes, more than the {bound} that are accepted",
                        new Place { Blob = key.Text });
                }

                var array = ArrayPool<byte>.Shared.Rent((int)length);
                content = new BlobContent(array, (int)length);
                return array.AsMemory(0, (int)length);
            }, cancellationToken).ConfigureAwait(false);
            await RestAsync(key, name, start, rangeBytes, cancellationToken).ConfigureAwait(false);
            if (start.Hash is { Length: > 0 } hash && !Hash(start.Destination.Span).AsSpan().SequenceEqual(hash))
            {
                throw readCount == MaxReadCount
                    ? new ScreenDataException(
                        "the blob's bytes have another MD5 than Azure holds for it: it is damaged",
                        new Place { Blob = key.Text })
                    : new BlobReplacedException(key);
            }

            return content!;
        }
        catch
        {
            content?.Dispose();
            throw;
        }
    }

#pragma warning disable CA5351 // Azure's own check of a transfer, not a secret's.
    internal static byte[] Hash(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351

    // The first range; the destination is asked for once the whole length is known.
    private Task<AzureRange> StartAsync(
        BlobKey key, string name, ETag? tag, long offset, int count, Func<long, Memory<byte>> destination,
        CancellationToken cancellationToken) =>
        calls.RunAsync("read", key, async token =>
        {
            var blob = container.GetBlobClient(name);
            BlobDownloadStreamingResult? answer;
            try
            {
                answer = await OpenAsync(blob, key, tag, offset, count, token).ConfigureAwait(false);
            }
            catch (RequestFailedException error) when (error.Status == 416)
            {
                // At or past the end; an empty blob has no range at all.
                return new AzureRange(default, offset, 0, destination(0)[..0], null);
            }

            using (answer)
            {
                var details = answer.Details;
                var length = LengthOf(details.ContentRange) ?? offset + details.ContentLength;
                var whole = destination(length);
                if (whole.Length > length - offset)
                    whole = whole[..(int)(length - offset)];
                var part = whole[..(int)Math.Min(whole.Length, count)];
                await FillAsync(blob, key, details.ETag, offset, part, answer.Content, token).ConfigureAwait(false);
                // Where the answer is the whole blob, its hash may stand in the place of an answer's.
                var hash = details.BlobContentHash ?? (details.ContentLength == length ? details.ContentHash : null);
                return new AzureRange(details.ETag, offset, length, whole, hash);
            }
        }, cancellationToken);

    // What the first range left, several ranges at once.
    private Task RestAsync(
        BlobKey key, string name, AzureRange start, int size, CancellationToken cancellationToken)
    {
        var count = (start.Destination.Length + size - 1L) / size;
        if (count < 2)
            return Task.CompletedTask;
        var blob = container.GetBlobClient(name);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Options.MaxParallelTransferCount,
            CancellationToken = cancellationToken,
        };
        return Parallel.ForAsync(1, count, options, async (index, stop) =>
        {
            var from = (int)(index * size);
            var part = start.Destination[from..Math.Min(from + size, start.Destination.Length)];
            await calls.RunAsync("read", key, async token =>
            {
                await FillAsync(blob, key, start.Tag, start.Offset + from, part, null, token).ConfigureAwait(false);
                return true;
            }, stop).ConfigureAwait(false);
        });
    }

    // The stream is the caller's; one opened here is disposed here.
    private async Task FillAsync(
        BlobClient blob, BlobKey key, ETag tag, long offset, Memory<byte> destination, Stream? stream,
        CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult? own = null;
        try
        {
            for (var (filled, failureCount) = (0, 0); filled < destination.Length;)
            {
                try
                {
                    if (stream is null)
                    {
                        own = await OpenAsync(
                            blob, key, tag, offset + filled, destination.Length - filled, cancellationToken)
                            .ConfigureAwait(false);
                        stream = own.Content;
                    }

                    var count = await stream.ReadAsync(destination[filled..], cancellationToken).ConfigureAwait(false);
                    if (count == 0)
                        throw new EndOfStreamException($"the answer ended {destination.Length - filled} bytes early");
                    filled += count;
                }
                catch (RequestFailedException error) when (error.Status == 412)
                {
                    throw new BlobReplacedException(key, error);
                }
                catch (Exception error) when (AzureCalls.MayGoOn(error, cancellationToken))
                {
                    if (++failureCount > Options.MaxRetryCount)
                        throw;
                    own?.Dispose();
                    (own, stream) = (null, null);
                    await calls.PauseAsync(failureCount, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            own?.Dispose();
        }
    }

    private static async Task<BlobDownloadStreamingResult> OpenAsync(
        BlobClient blob, BlobKey key, ETag? tag, long offset, int count, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(offset, count),
            Conditions = tag is null ? null : new BlobRequestConditions { IfMatch = tag },
        };
        try
        {
            return (await blob.DownloadStreamingAsync(options, cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (RequestFailedException error) when (tag is not null && error.Status is 404 or 412 or 416 &&
            !AzureCalls.IsNoContainer(error))
        {
            throw new BlobReplacedException(key, error);
        }
    }

    // "bytes 0-9/10"
    private static long? LengthOf(string? range) =>
        range?.Split('/') is [_, var text] && long.TryParse(text, out var length) ? length : null;
}
