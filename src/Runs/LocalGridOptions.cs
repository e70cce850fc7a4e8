using HcsGrid.Inference;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// The bounds of a <see cref="LocalGrid"/>. No result depends on them.
/// </summary>
public sealed record LocalGridOptions
{
    /// <summary>The most wells in work at the same time.</summary>
    public const int MaxWorkerCount = 1024;

    /// <summary>
    /// Wells in work at the same time. Default: twice the processor's cores, so that reading goes on while the model
    /// works.
    /// </summary>
    public int WorkerCount { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>The bounds of the batcher.</summary>
    public TileBatcherOptions Batcher { get; init; } = new();

    /// <summary>The most pixel memory in use at once, in bytes. Default 4 GiB.</summary>
    public long MaxPixelBytes { get; init; } = 4L << 30;

    /// <summary>The bounds of reading ahead, over all runs of the grid; it is done where the images' store is
    /// remote.</summary>
    public ReadAheadOptions ReadAhead { get; init; } = new();

    /// <exception cref="ArgumentException">A bound of reading ahead makes no sense; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (WorkerCount is < 1 or > MaxWorkerCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(WorkerCount), WorkerCount, $"WorkerCount must be 1 to {MaxWorkerCount}.");
        }

        Batcher.Validate();
        ReadAhead.Validate();
        if (MaxPixelBytes < 1 << 20)
            throw new ArgumentOutOfRangeException(nameof(MaxPixelBytes), MaxPixelBytes,
                "MaxPixelBytes must be 1 MiB or more.");
    }
}
