namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// Unpacks LZ4 blocks, as the Blosc codec holds them.
/// </summary>
/// <remarks>After the LZ4 block format description (Collet, <c>lz4_Block_format.md</c>, 2015). Nothing outside the two
/// spans is read or written, whatever the bytes are.</remarks>
internal static class Lz4Block
{
    private const int MinMatchLength = 4;

    /// <summary>Unpacks a block; false where the bytes are no whole block of exactly the target's length.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var (next, written) = (0, 0);
        while (next < source.Length)
        {
            var token = source[next++];
            if (!TryReadLength(source, ref next, token >> 4, out var literalLength)
                || literalLength > source.Length - next || literalLength > target.Length - written)
            {
                return false;
            }

            source.Slice(next, literalLength).CopyTo(target[written..]);
            next += literalLength;
            written += literalLength;
            if (next == source.Length)
                return written == target.Length;
            if (source.Length - next < 2)
                return false;
            var offset = source[next] | (source[next + 1] << 8);
            next += 2;
            if (!TryReadLength(source, ref next, token & 15, out var matchLength)
                || matchLength > target.Length - written - MinMatchLength
                || offset == 0 || offset > written)
            {
                return false;
            }

            // A match may reach into what it writes itself, so it goes byte by byte.
            for (var end = written + matchLength + MinMatchLength; written < end; written++)
                target[written] = target[written - offset];
        }

        return false;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> source, ref int next, int nibble, out int length)
    {
        length = nibble;
        if (nibble < 15)
            return true;
        byte more;
        do
        {
            if (next >= source.Length || length > int.MaxValue - 512)
                return false;
            more = source[next++];
            length += more;
        }
        while (more == 255);

        return true;
    }
}
