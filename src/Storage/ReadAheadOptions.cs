namespace HcsGrid.Storage;

/// <summary>
/// The bounds of a <see cref="ReadAhead"/>. No result depends on them.
/// </summary>
public sealed record ReadAheadOptions
{
    /// <summary>
    /// The most bytes that are read ahead and not yet asked for, over all wells of all jobs of the process. Default
    /// 256 MiB; 0 reads nothing ahead.
    /// </summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Blobs that are read ahead at the same time, over all jobs of the process. Default 8.</summary>
    public int MaxReadCount { get; init; } = 8;

    /// <summary>
    /// The bytes set aside for a blob before the first one of its job has told how long they are. Default 8 MiB. A
    /// longer blob is not read ahead, and the job's next ones are expected to be as long.
    /// </summary>
    public int ExpectedBytes { get; init; } = 8 << 20;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its bounds; the message names it.</exception>
    public void Validate()
    {
        if (MaxBytes < 0)
            throw new ArgumentException($"{nameof(MaxBytes)} is {MaxBytes}: expected 0 or more.");
        if (MaxReadCount < 1)
            throw new ArgumentException($"{nameof(MaxReadCount)} is {MaxReadCount}: expected 1 or more.");
        if (ExpectedBytes < 1)
            throw new ArgumentException($"{nameof(ExpectedBytes)} is {ExpectedBytes}: expected 1 or more.");
    }
}
