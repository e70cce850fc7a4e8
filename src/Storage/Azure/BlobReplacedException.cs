namespace HcsGrid.Storage.Azure;

/// <summary>
/// Says that a blob was replaced or deleted while it was read, so that the rest of the content that was begun with is
/// gone.
/// </summary>
public sealed class BlobReplacedException(BlobKey key, Exception? innerException = null)
    : IOException($"The blob {key} was replaced while it was read", innerException)
{
    /// <summary>The blob.</summary>
    public BlobKey Key { get; } = key;
}
