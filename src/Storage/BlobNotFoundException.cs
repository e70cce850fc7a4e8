namespace HcsGrid.Storage;

/// <summary>
/// Says that a store has no blob of that key.
/// </summary>
public sealed class BlobNotFoundException(BlobKey key, string location, Exception? innerException = null)
    : Exception($"There is no blob {key} in {location}.", innerException)
{
    /// <summary>The key that was asked for.</summary>
    public BlobKey Key { get; } = key;

    /// <summary>The store that was asked.</summary>
    public string Location { get; } = location;
}
