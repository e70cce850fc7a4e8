using System.Numerics;
using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Lends the memory that pixels lie in, counts it, and takes it back for the next image.
/// </summary>
/// <remarks>
/// <para>Memory comes in size classes: powers of two from 4 KiB (the last class, above 1 GiB, is as large as an array
/// can be). The counts are of whole classes, for that is what is held. A returned block is kept up to
/// <see cref="PixelPoolOptions.MaxKeptBytes"/>, beyond that left to the garbage collector.</para>
/// <para>The memory is pinned, begins at a multiple of 64 bytes and holds whatever the last renter left in it. It is
/// the runtime's own memory, not native: a forgotten buffer is a wrong count, never a leak, and a span outliving its
/// buffer reads wrong pixels, never foreign memory.</para>
/// <para>Safe to use from any thread.</para>
/// </remarks>
public sealed class PixelPool
{
    internal const int SmallestClassBytes = 4096;
    internal const int Alignment = 64;

    private const int ClassCount = 32;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]>[] _kept = new Stack<byte[]>[ClassCount];
    private readonly PixelPoolOptions _options;
    private int _rentedCount;
    private long _rentedBytes;
    private long _peakRentedBytes;
    private long _keptBytes;

    public PixelPool(PixelPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        for (var i = 0; i < ClassCount; i++)
            _kept[i] = new Stack<byte[]>();
    }

    /// <summary>Buffers that are out.</summary>
    public int RentedCount
    {
        get
        {
            lock (_lock)
                return _rentedCount;
        }
    }

    /// <summary>Bytes of the buffers that are out.</summary>
    public long RentedBytes
    {
        get
        {
            lock (_lock)
                return _rentedBytes;
        }
    }

    /// <summary>The most that <see cref="RentedBytes"/> ever was.</summary>
    public long PeakRentedBytes
    {
        get
        {
            lock (_lock)
                return _peakRentedBytes;
        }
    }

    /// <summary>Bytes that wait for the next renter.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_lock)
                return _keptBytes;
        }
    }

    /// <summary>Lends a buffer of exactly this length; its one reference is the caller's to dispose.</summary>
    /// <exception cref="ScreenDataException">The pool's bound is reached: nothing was lent.</exception>
    public PixelBuffer Rent(int byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        var sizeClass = SizeClassOf(byteCount);
        var classBytes = BytesOf(sizeClass);
        byte[]? memory;
        lock (_lock)
        {
            if (_rentedBytes + classBytes > _options.MaxRentedBytes)
                throw Full(byteCount, classBytes);
            _rentedBytes += classBytes;
            _rentedCount++;
            _peakRentedBytes = Math.Max(_peakRentedBytes, _rentedBytes);
            if (_kept[sizeClass].TryPop(out memory))
                _keptBytes -= classBytes;
        }

        try
        {
            memory ??= GC.AllocateUninitializedArray<byte>(ArrayLength(sizeClass), pinned: true);
        }
        catch (OutOfMemoryException error)
        {
            Forget(classBytes);
            throw new ScreenDataException(
                $"{classBytes} bytes of memory for pixels are not to be had", Place.Unknown, error);
        }

        return new PixelBuffer(this, memory, sizeClass, byteCount);
    }

    internal void Return(byte[] memory, int sizeClass)
    {
        var classBytes = BytesOf(sizeClass);
        lock (_lock)
        {
            _rentedBytes -= classBytes;
            _rentedCount--;
            if (_keptBytes + classBytes > _options.MaxKeptBytes)
                return;
            _kept[sizeClass].Push(memory);
            _keptBytes += classBytes;
        }
    }

    private static int SizeClassOf(int byteCount) =>
        32 - BitOperations.LeadingZeroCount((uint)Math.Max(byteCount, SmallestClassBytes) - 1);

    private static long BytesOf(int sizeClass) => Math.Min(1L << sizeClass, Array.MaxLength - Alignment);

    private static int ArrayLength(int sizeClass) => (int)(BytesOf(sizeClass) + Alignment);

    private void Forget(long classBytes)
    {
        lock (_lock)
        {
            _rentedBytes -= classBytes;
            _rentedCount--;
        }
    }

    private ScreenDataException Full(int byteCount, long classBytes) => new(
        $"{byteCount} bytes for pixels (a block of {classBytes}) are too many: {_rentedBytes} are out and the bound is "
        + $"{_options.MaxRentedBytes} (setting maxPixelBytes)",
        Place.Unknown);
}
