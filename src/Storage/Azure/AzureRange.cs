using Azure;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// What the first request of a read told.
/// </summary>
/// <param name="Tag">Names the content.</param>
/// <param name="Offset">Where the read begins in the blob.</param>
/// <param name="Length">The blob's whole length; 0 where the read begins at or past its end.</param>
/// <param name="Destination">The memory that the read fills, cut at the blob's end.</param>
/// <param name="Hash">The MD5 of the whole blob, where the service holds one.</param>
internal readonly record struct AzureRange(
    ETag Tag, long Offset, long Length, Memory<byte> Destination, byte[]? Hash);
