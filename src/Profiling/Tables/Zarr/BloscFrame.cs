using System.Buffers.Binary;
using System.IO.Compression;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// Unpacks frames of the Blosc codec, which zarr uses by default.
/// </summary>
/// <remarks>
/// After Blosc's chunk format, version 1 (Blosc 1.21, <c>README_CHUNK_FORMAT.rst</c>). Inner codecs: LZ4 (also LZ4HC)
/// and zlib, with or without byte shuffle, and stored bytes. BloscLZ, Snappy, Zstandard and bit shuffle are refused by
/// name. The unpacked length stands in the frame; more than <see cref="ZarrArrayHeader.MaxChunkLength"/> is refused
/// before anything is allocated.
/// </remarks>
internal static class BloscFrame
{
    private const int HeaderLength = 16;
    private const int ByteShuffle = 1;
    private const int Stored = 2;
    private const int BitShuffle = 4;
    private const int NotSplit = 16;

    private static readonly string[] CodecNames = ["blosclz", "lz4", "snappy", "zlib", "zstd"];

    /// <exception cref="InvalidDataException">The bytes are no frame, or one of a codec that is not read.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < HeaderLength || frame[0] is not (1 or 2))
            throw new InvalidDataException("the chunk is no Blosc frame");
        var flags = frame[2];
        var typeSize = Math.Max(1, (int)frame[3]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        var blockLength = BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]);
        var frameLength = BinaryPrimitives.ReadUInt32LittleEndian(frame[12..]);
        if (length > ZarrArrayHeader.MaxChunkLength)
            throw new InvalidDataException($"the chunk unpacks to {length} bytes, more than are read of one");
        if (frameLength != frame.Length)
            throw new InvalidDataException($"the Blosc frame has {frame.Length} bytes, its header says {frameLength}");
        var result = new byte[length];
        if ((flags & Stored) != 0)
        {
            if (frame.Length - HeaderLength != length)
                throw Damaged();
            frame[HeaderLength..].CopyTo(result);
            return result;
        }

        if (length == 0)
            return result;
        if (blockLength == 0 || blockLength > length)
            throw Damaged();
        if ((flags & BitShuffle) != 0)
            throw new InvalidDataException("the chunk is packed by Blosc with bit shuffle, which is not read");
        var blockCount = (int)((length + blockLength - 1) / blockLength);
        if ((frame.Length - HeaderLength) / 4 < blockCount)
            throw Damaged();
        var unshuffled = (flags & ByteShuffle) != 0 && typeSize > 1 ? new byte[blockLength] : null;
        for (var block = 0; block < blockCount; block++)
        {
            var target = result.AsSpan(block * (int)blockLength);
            target = target[..Math.Min((int)blockLength, target.Length)];
            var start = BinaryPrimitives.ReadInt32LittleEndian(frame[(HeaderLength + (4 * block))..]);
            if (start < HeaderLength || start > frame.Length)
                throw Damaged();
            // A block is cut into one stream a byte of the type unless it is the short last one.
            var isSplit = (flags & NotSplit) == 0 && target.Length == blockLength;
            DecodeBlock(frame[start..], target, flags >> 5, isSplit ? typeSize : 1);
            if (unshuffled is not null)
                Unshuffle(target, unshuffled, typeSize);
        }

        return result;
    }

    private static void DecodeBlock(ReadOnlySpan<byte> source, Span<byte> target, int codec, int streamCount)
    {
        if (target.Length % streamCount != 0)
            throw Damaged();
        var streamLength = target.Length / streamCount;
        for (var stream = 0; stream < streamCount; stream++)
        {
            if (source.Length < 4)
                throw Damaged();
            var packedLength = BinaryPrimitives.ReadInt32LittleEndian(source);
            if (packedLength < 0 || packedLength > source.Length - 4)
                throw Damaged();
            var packed = source.Slice(4, packedLength);
            var part = target.Slice(stream * streamLength, streamLength);
            if (packedLength == streamLength)
                packed.CopyTo(part);
            else if (!TryUnpack(packed, part, codec))
                throw Damaged();
            source = source[(4 + packedLength)..];
        }
    }

    private static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> target, int codec)
    {
        switch (codec)
        {
            case 1:
                return Lz4Block.TryDecode(packed, target);
            case 3:
                using (var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress))
                    return zlib.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
            default:
                var name = codec < CodecNames.Length ? CodecNames[codec] : $"codec {codec}";
                throw new InvalidDataException(
                    $"the chunk is packed by Blosc with {name}; read are lz4, lz4hc and zlib");
        }
    }

    /// <summary>Puts the bytes of each value together again; what is left over at the end stays.</summary>
    private static void Unshuffle(Span<byte> block, byte[] scratch, int typeSize)
    {
        var count = block.Length / typeSize;
        var shuffled = scratch.AsSpan(0, block.Length);
        block.CopyTo(shuffled);
        for (var b = 0; b < typeSize; b++)
        {
            var plane = shuffled.Slice(b * count, count);
            for (var i = 0; i < plane.Length; i++)
                block[(i * typeSize) + b] = plane[i];
        }
    }

    private static InvalidDataException Damaged() => new("the Blosc frame is damaged");
}
