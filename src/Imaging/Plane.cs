using System.Runtime.InteropServices;

namespace HcsGrid.Imaging;

/// <summary>
/// One gray plane of pixels: what a microscope's camera saw in one channel at one site.
/// </summary>
/// <remarks>
/// Samples are row by row from the top, without padding, in the machine's byte order. The plane owns one reference of
/// its buffer and gives it back when disposed; a second <see cref="Dispose"/> does nothing. Whoever keeps the pixels
/// longer takes a reference of <see cref="Buffer"/>.
/// </remarks>
public sealed class Plane : IDisposable
{
    private int _disposed;

    /// <summary>
    /// Takes over one reference of the buffer, whose length must be width times height times the sample's bytes.
    /// </summary>
    public Plane(int width, int height, SampleType type, PixelBuffer buffer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(buffer);
        if ((long)width * height * type.ByteCount() != buffer.Length)
            throw new ArgumentException(
                $"A plane of {width} x {height} {type.Name()} does not have {buffer.Length} bytes.", nameof(buffer));
        Width = width;
        Height = height;
        Type = type;
        Buffer = buffer;
    }

    public int Width { get; }

    public int Height { get; }

    public SampleType Type { get; }

    /// <summary>The memory the samples lie in.</summary>
    public PixelBuffer Buffer { get; }

    /// <summary>Width times height.</summary>
    public int PixelCount => Width * Height;

    /// <summary>The samples' bytes.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            return Buffer.Bytes;
        }
    }

    /// <exception cref="InvalidOperationException">The samples have 16 bits.</exception>
    public ReadOnlySpan<byte> UInt8Samples => Type == SampleType.UInt8 ? Bytes : throw WrongType();

    /// <exception cref="InvalidOperationException">The samples have 8 bits.</exception>
    public ReadOnlySpan<ushort> UInt16Samples =>
        Type == SampleType.UInt16 ? MemoryMarshal.Cast<byte, ushort>(Bytes) : throw WrongType();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Buffer.Dispose();
    }

    private InvalidOperationException WrongType() => new($"The plane's samples are {Type.Name()}.");
}
