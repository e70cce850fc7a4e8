using HcsGrid.Imaging;
using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// A <see cref="TileBatch"/> on its way to a model: its pixels are written to the wire from where they lie, and read
/// from it into pooled memory. Within a process it is never copied.
/// </summary>
/// <remarks>Each side disposes its own: the sender when its call has ended, a receiver in another process when it has
/// embedded the tiles.</remarks>
[Immutable]
[Alias("hcsgrid.tile-batch")]
public sealed class TileBatchMessage : IDisposable
{
    private int _disposed;

    private TileBatchMessage(TileBatch batch, bool isReceived) => (Batch, IsReceived) = (batch, isReceived);

    /// <summary>A message that nobody ever took (its call was refused on the way) gives its memory back too.</summary>
    ~TileBatchMessage() => Dispose();

    internal TileBatch Batch { get; }

    /// <summary>True where the batch came from another process: it is the receiver's to dispose.</summary>
    internal bool IsReceived { get; }

    /// <summary>A message that shares the memory of a batch.</summary>
    internal static TileBatchMessage Of(TileBatch batch) => new(Share(batch), isReceived: false);

    /// <summary>Takes over a batch that came from another process.</summary>
    internal static TileBatchMessage Received(TileBatch batch) => new(batch, isReceived: true);

    /// <summary>The batch with references of its own: it lives until it is disposed, whatever its sender
    /// does.</summary>
    internal static TileBatch Share(TileBatch batch) => new(
        [.. batch.Planes.Select(p => new Plane(p.Width, p.Height, p.Type, p.Buffer.AddReference()))], batch.Scales);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Batch.Dispose();
        GC.SuppressFinalize(this);
    }
}
