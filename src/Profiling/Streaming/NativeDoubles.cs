using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Doubles outside the managed heap: they go back to the system when they are disposed, not when a collection comes.
/// </summary>
/// <remarks>They hold no value until they are written. It is for the large buffers, which else would lie beside those
/// of the next stage.</remarks>
internal sealed unsafe class NativeDoubles(long count) : IDisposable
{
    private double* _first = (double*)NativeMemory.Alloc((nuint)count, sizeof(double));

    /// <summary>How many there are.</summary>
    public long Count { get; } = count;

    /// <exception cref="ArgumentOutOfRangeException">The piece is not inside.</exception>
    public Span<double> Of(long start, int length)
    {
        ObjectDisposedException.ThrowIf(_first is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Count - start);
        return new Span<double>(_first + start, length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_first);
        _first = null;
    }
}
