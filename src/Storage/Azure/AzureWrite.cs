using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// One write of a blob, however often it is tried.
/// </summary>
/// <param name="Key">The blob, for messages.</param>
/// <param name="Blob">The blob.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Number">The write's own number, by which it knows its blob.</param>
/// <param name="IfAbsent">Whether a blob that is there stays.</param>
internal sealed record AzureWrite(
    BlobKey Key, BlockBlobClient Blob, ReadOnlyMemory<byte> Content, string Number, bool IfAbsent)
{
    public BlobRequestConditions? Conditions { get; } =
        IfAbsent ? new BlobRequestConditions { IfNoneMatch = ETag.All } : null;

    public Dictionary<string, string> Metadata { get; } = new() { [AzureWriter.WriteName] = Number };
}
