namespace HcsGrid.Storage;

/// <summary>
/// How a <see cref="FolderBlobStore"/> uses its folder.
/// </summary>
public sealed record FolderBlobStoreOptions
{
    /// <summary>
    /// Whether the first put creates a missing root; true by default. Otherwise a missing root is an error at once.
    /// </summary>
    public bool CreateRoot { get; init; } = true;

    /// <summary>
    /// Whether every put and delete is refused; false by default. A read-only store writes nothing into its root, and
    /// a missing root is an error at once.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// The most entries one folder may have in a listing, which holds one folder's names per level; 1,000,000 by
    /// default.
    /// </summary>
    public int MaxFolderEntryCount { get; init; } = 1_000_000;

    /// <summary>The age from which the first put removes left-over temporary files; one hour by default.</summary>
    public TimeSpan LeftoverAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The clock that <see cref="LeftoverAge"/> is measured against; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names it.</exception>
    public void Validate()
    {
        if (MaxFolderEntryCount < 1)
            throw new ArgumentException($"{nameof(MaxFolderEntryCount)} is {MaxFolderEntryCount}: expected 1 or more.");
        if (LeftoverAge < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(LeftoverAge)} is {LeftoverAge}: expected zero or more.");
    }
}
