using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Unpacks TIFF's LZW: codes of 9 to 12 bits, highest bit first, the width changing one code early.
/// </summary>
/// <remarks>
/// A code's string is not kept: it lies in the output already, where it first occurred, so a table entry is a position
/// and a length. A new entry is the previous string and the byte behind it, which the current code writes.
/// </remarks>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int End = 257;
    private const int MaxWidth = 12;
    private const int TableSize = 1 << MaxWidth;

    /// <summary>
    /// Fills the output from the packed bytes; false where they are anything but regular, the output then undefined.
    /// </summary>
    /// <remarks>
    /// The one place here without the runtime's own bounds checks: a code has at most 12 bits and the table 2¹²
    /// entries; a string ends before what is written, and is checked against the room that is left.
    /// </remarks>
    [SkipLocalsInit]
    public static bool TryDecode(ReadOnlySpan<byte> packed, Span<byte> output)
    {
        Span<ulong> entries = stackalloc ulong[TableSize];
        ref var table = ref MemoryMarshal.GetReference(entries);
        ref var bytes = ref MemoryMarshal.GetReference(output);
        var (position, bits, bitCount) = (0, 0UL, 0);
        var (width, next, limit) = (9, End + 1, 511);
        // An entry: where its string begins in the output (high 32 bits), and how long it is.
        var (written, previous, room) = (0, 0UL, output.Length);
        var isFirst = true;
        while (room > 0)
        {
            if (bitCount < width && !Refill(packed, ref position, ref bits, ref bitCount, width))
                return false;
            bitCount -= width;
            var code = (int)(bits >> bitCount) & limit;
            if (code is Clear or End || isFirst)
            {
                if (code != Clear)
                    return false;
                (width, next, limit, previous, isFirst) = (9, End + 1, 511, 0, false);
                continue;
            }

            if (previous != 0)
            {
                if (next == TableSize)
                    return false;
                Unsafe.Add(ref table, next++) = previous + 1;
                if (next == limit && width < MaxWidth)
                    limit = (1 << ++width) - 1;
            }

            previous = (ulong)written << 32 | 1;
            if (code < Clear)
            {
                Unsafe.Add(ref bytes, written++) = (byte)code;
                room--;
                continue;
            }

            if (code >= next)
                return false;
            var entry = Unsafe.Add(ref table, code);
            var length = (int)(uint)entry;
            if (length > room)
                return false;
            Repeat(ref bytes, (int)(entry >> 32), written, length, room);
            previous += (uint)length - 1;
            written += length;
            room -= length;
        }

        return true;
    }

    /// <summary>
    /// Copies a string that begins earlier in the output; its last byte may be the first of the copy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Repeat(ref byte bytes, int start, int target, int length, int room)
    {
        if (length <= 8 && room >= 8 && target - start >= 8)
        {
            // Eight bytes at once: what is written too much is written again.
            Unsafe.WriteUnaligned(
                ref Unsafe.Add(ref bytes, target), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, start)));
            return;
        }

        for (var i = 0; i < length; i++)
            Unsafe.Add(ref bytes, target + i) = Unsafe.Add(ref bytes, start + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Refill(ReadOnlySpan<byte> packed, ref int position, ref ulong bits, ref int bitCount, int width)
    {
        if (packed.Length - position >= 4)
        {
            bits = bits << 32 | BinaryPrimitives.ReadUInt32BigEndian(packed[position..]);
            position += 4;
            bitCount += 32;
            return true;
        }

        while (position < packed.Length && bitCount < width)
        {
            bits = bits << 8 | packed[position++];
            bitCount += 8;
        }

        return bitCount >= width;
    }
}
