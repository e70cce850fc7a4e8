namespace HcsGrid.Storage;

/// <summary>
/// One blob that a <see cref="ReadAheadPlan"/> will ask for; guarded by the <see cref="ReadAhead"/>'s lock.
/// </summary>
internal sealed class ReadAheadEntry(ReadAheadPlan plan, WantedBlob blob)
{
    public ReadAheadPlan Plan => plan;

    public WantedBlob Blob => blob;

    /// <summary>The read, once it was begun; its result is null where it failed.</summary>
    public Task<BlobContent?>? Read { get; set; }

    /// <summary>The bytes of the budget that the entry takes.</summary>
    public long HeldBytes { get; set; }
}
