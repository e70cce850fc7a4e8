namespace HcsGrid.Storage;

/// <summary>
/// Blobs of one store that are read ahead within the budget of a <see cref="ReadAhead"/>.
/// </summary>
/// <remarks>Safe to use from any thread.</remarks>
public sealed class ReadAheadSource
{
    private readonly ReadAhead _ahead;

    internal ReadAheadSource(ReadAhead ahead, IBlobStore store, long expectedBytes) =>
        (_ahead, Store, ExpectedBytes) = (ahead, store, expectedBytes);

    internal IBlobStore Store { get; }

    /// <summary>The bytes set aside for a blob: the longest so far; guarded by the <see cref="ReadAhead"/>'s
    /// lock.</summary>
    internal long ExpectedBytes { get; set; }

    /// <summary>Names the blobs that one reader will want, in their order; the caller disposes the plan.</summary>
    /// <param name="blobs">The blobs; one that will be asked for twice stands there twice.</param>
    public ReadAheadPlan Begin(IEnumerable<WantedBlob> blobs) => _ahead.Begin(this, blobs);
}
