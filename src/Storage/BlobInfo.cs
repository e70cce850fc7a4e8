namespace HcsGrid.Storage;

/// <summary>
/// What a store tells of a blob without reading it.
/// </summary>
/// <param name="Key">The blob's name.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct BlobInfo(BlobKey Key, long Length);
