using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Unpacks a TIFF strip in LZMA (compression 34925): one .xz stream a strip, as libtiff writes it.
/// </summary>
/// <remarks>By liblzma of the XZ Utils, where it lies beside the program; false where it does not.</remarks>
internal static unsafe partial class XzDecoder
{
    /// <summary>The most memory that liblzma may take for one strip, in bytes; its largest preset needs 65
    /// MiB.</summary>
    private const ulong MaxMemory = 128 << 20;

    private const int Ok = 0;
    private static readonly bool IsThere = NativeLibrary.TryLoad("lzma", typeof(XzDecoder).Assembly, null, out _);

    /// <summary>Fills the target; false where the strip is damaged or does not fill it to the last byte.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> strip, Span<byte> target)
    {
        if (!IsThere)
            return false;
        fixed (byte* from = strip, to = target)
        {
            var memory = MaxMemory;
            nuint fromPosition = 0, toPosition = 0;
            var result = lzma_stream_buffer_decode(
                &memory, 0, null, from, &fromPosition, (nuint)strip.Length, to, &toPosition, (nuint)target.Length);
            return result == Ok && toPosition == (nuint)target.Length;
        }
    }

    [LibraryImport("lzma")]
    private static partial int lzma_stream_buffer_decode(
        ulong* memoryLimit, uint flags, void* allocator, byte* from, nuint* fromPosition, nuint fromSize,
        byte* to, nuint* toPosition, nuint toSize);
}
