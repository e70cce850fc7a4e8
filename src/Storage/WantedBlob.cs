namespace HcsGrid.Storage;

/// <summary>
/// A blob that a reader asks for, or will ask for.
/// </summary>
/// <param name="Key">The blob.</param>
/// <param name="MaxLength">The most bytes that it may have.</param>
public readonly record struct WantedBlob(BlobKey Key, long MaxLength);
