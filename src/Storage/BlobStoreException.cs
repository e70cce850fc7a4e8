namespace HcsGrid.Storage;

/// <summary>
/// Says that a store as a whole cannot be used: its root is missing, full, read-only or not to be written.
/// </summary>
/// <remarks>It ends the run; what concerns one blob is a <see cref="Plates.ScreenDataException"/>.</remarks>
public sealed class BlobStoreException(string reason, string location, Exception? innerException = null)
    : IOException($"{reason} (store {location})", innerException)
{
    /// <summary>The store.</summary>
    public string Location { get; } = location;

    /// <summary>True where the store itself is not there, but may be created: its container.</summary>
    public bool IsMissing { get; init; }
}
