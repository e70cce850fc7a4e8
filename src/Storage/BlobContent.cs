using System.Buffers;

namespace HcsGrid.Storage;

/// <summary>
/// A blob's bytes in a pooled buffer.
/// </summary>
/// <remarks>Whoever received it disposes it, once; the memory must not be used afterwards.</remarks>
public sealed class BlobContent(byte[] pooledArray, int length) : IDisposable
{
    private byte[]? _array = pooledArray;

    /// <summary>The blob's bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer went back to the pool.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_array is null, this);
            return _array.AsMemory(0, length);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
            ArrayPool<byte>.Shared.Return(array);
    }
}
