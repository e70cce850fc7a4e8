using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HcsGrid.Imaging;

/// <summary>
/// A file's first page as it is stored: every sample of every band, to be compared with another reader's.
/// </summary>
/// <remarks>It owns its pixels until it is disposed; a second <see cref="Dispose"/> does nothing.</remarks>
public sealed class StoredImage : IDisposable
{
    private readonly PixelBuffer _buffer;
    private int _disposed;

    internal StoredImage(int width, int height, int pageCount, int bandCount, SampleType type, PixelBuffer buffer)
    {
        Width = width;
        Height = height;
        PageCount = pageCount;
        BandCount = bandCount;
        SampleType = type;
        _buffer = buffer;
        if (!BitConverter.IsLittleEndian && type == SampleType.UInt16)
        {
            foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(buffer.Bytes))
                sample = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(sample);
        }

        (Min, Max, Sum) = Measure();
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(buffer.Bytes));
    }

    public int Width { get; }

    public int Height { get; }

    public int PageCount { get; }

    public int BandCount { get; }

    public SampleType SampleType { get; }

    /// <summary><c>uint8</c> or <c>uint16</c>.</summary>
    public string Type => SampleType.Name();

    /// <summary>The samples: row by row, the bands of a pixel together, low byte first.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            return _buffer.Bytes;
        }
    }

    /// <summary>The smallest sample of all bands.</summary>
    public int Min { get; }

    /// <summary>The largest sample of all bands.</summary>
    public int Max { get; }

    /// <summary>The exact sum of all samples of all bands.</summary>
    public long Sum { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _buffer.Dispose();
    }

    private (int Min, int Max, long Sum) Measure()
    {
        var bytes = _buffer.Bytes;
        var (min, max, sum) = (int.MaxValue, 0, 0L);
        var step = SampleType.ByteCount();
        for (var i = 0; i < bytes.Length; i += step)
        {
            var sample = step == 1 ? bytes[i] : bytes[i] | bytes[i + 1] << 8;
            min = Math.Min(min, sample);
            max = Math.Max(max, sample);
            sum += sample;
        }

        return (min, max, sum);
    }
}
