using System.Runtime.CompilerServices;

namespace HcsGrid.Imaging;

/// <summary>
/// A block of a <see cref="PixelPool"/>'s memory, shared by counting references.
/// </summary>
/// <remarks>
/// It begins with one reference. <see cref="AddReference"/> adds one, <see cref="Dispose"/> takes one away; at none
/// the memory goes back to the pool. To touch it afterwards is an error (<see cref="ObjectDisposedException"/>), and
/// so is one <see cref="Dispose"/> too many (<see cref="InvalidOperationException"/>): another holder's memory was
/// given away.
/// </remarks>
public sealed class PixelBuffer : IDisposable
{
    private readonly PixelPool _pool;
    private readonly byte[] _memory;
    private readonly int _sizeClass;
    private readonly int _start;
    private int _references = 1;

    internal unsafe PixelBuffer(PixelPool pool, byte[] memory, int sizeClass, int length)
    {
        _pool = pool;
        _memory = memory;
        _sizeClass = sizeClass;
        var address = (nuint)Unsafe.AsPointer(ref memory[0]);
        _start = (int)(((address + PixelPool.Alignment - 1) & ~(nuint)(PixelPool.Alignment - 1)) - address);
        Length = length;
    }

    /// <summary>Bytes asked for.</summary>
    public int Length { get; }

    /// <summary>The memory; what the last renter left stands in it at first.</summary>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _references) <= 0, this);
            return _memory.AsSpan(_start, Length);
        }
    }

    /// <summary>The same memory as <see cref="Memory{T}"/>; the same rules hold.</summary>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _references) <= 0, this);
            return _memory.AsMemory(_start, Length);
        }
    }

    /// <summary>Takes one more reference, to be disposed on its own.</summary>
    /// <returns>This buffer.</returns>
    public PixelBuffer AddReference()
    {
        var seen = Volatile.Read(ref _references);
        while (true)
        {
            ObjectDisposedException.ThrowIf(seen <= 0, this);
            var before = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (before == seen)
                return this;
            seen = before;
        }
    }

    /// <summary>Gives one reference back.</summary>
    /// <exception cref="InvalidOperationException">There is none left.</exception>
    public void Dispose()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            _pool.Return(_memory, _sizeClass);
        }
        else if (left < 0)
        {
            Interlocked.Increment(ref _references);
            throw new InvalidOperationException("A pixel buffer was disposed more often than it was referenced.");
        }
    }
}
