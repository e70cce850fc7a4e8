using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// Reads an array of zarr version 2, chunk by chunk.
/// </summary>
/// <remarks>
/// A chunk that is not stored holds the array's fill value. What is allocated is bounded by what is stored: an array
/// that declares more than <see cref="MaxUnpackingRatio"/> times its stored bytes, and 64 Mi, is refused.
/// </remarks>
internal sealed class ZarrArrayReader
{
    /// <summary>No codec here makes more out of a byte (deflate: 1032).</summary>
    public const int MaxUnpackingRatio = 1100;

    private const long AlwaysAllowedLength = 64 << 20;

    private readonly ZarrGroup _group;
    private readonly ZarrArrayHeader _header;

    public ZarrArrayReader(ZarrGroup group)
    {
        _group = group;
        if (!group.IsArray)
            throw group.Error(group.Exists ? "it is no array" : "the store has no such part");
        _header = group.ArrayHeader();
        var declared = _header.Shape.Aggregate(1.0, (product, length) => product * length)
            * Math.Max(_header.Type.Size, _header.Type.IsText ? 8 : 1);
        if (declared > AlwaysAllowedLength && declared > (double)MaxUnpackingRatio * group.StoredLength())
            throw group.Error($"it declares {declared} bytes and stores {group.StoredLength()}");
    }

    public IReadOnlyList<long> Shape => _header.Shape;

    public bool IsText => _header.Type.IsText;

    /// <summary>A table of numbers, column after column.</summary>
    public double[] ReadColumns()
    {
        if (Shape.Count != 2 || IsText)
            throw _group.Error("it is no table of numbers");
        if (Shape[0] * Shape[1] > ProfileTable.MaxValueCount)
            throw _group.Error($"it has {Shape[0]} × {Shape[1]} values, more than a table holds");
        var (rows, columns) = ((int)Shape[0], (int)Shape[1]);
        var (chunkRows, chunkColumns) = ((int)_header.Chunks[0], (int)_header.Chunks[1]);
        var values = new double[rows * columns];
        for (var firstRow = 0; firstRow < rows; firstRow += chunkRows)
        {
            for (var firstColumn = 0; firstColumn < columns; firstColumn += chunkColumns)
            {
                var name = $"{firstRow / chunkRows}{_header.Separator}{firstColumn / chunkColumns}";
                var chunk = NumbersOf(name);
                var (rowStep, columnStep) = _header.IsColumnMajor ? (1, chunkRows) : (chunkColumns, 1);
                for (var c = firstColumn; c < Math.Min(firstColumn + chunkColumns, columns); c++)
                {
                    var source = (c - firstColumn) * columnStep;
                    var target = values.AsSpan(c * rows, rows);
                    for (var r = firstRow; r < Math.Min(firstRow + chunkRows, rows); r++, source += rowStep)
                        target[r] = chunk is null ? _header.FillValue : chunk[source];
                }
            }
        }

        return values;
    }

    /// <summary>A list of values as text; a scalar is a list of one.</summary>
    public string[] ReadTexts()
    {
        var texts = new string[Length()];
        ForChunks(texts.Length, (first, count, bytes) =>
        {
            if (bytes is null)
                texts.AsSpan(first, count).Fill(IsText ? "" : FillText());
            else if (_header.Type.Kind == 'O')
                ReadVariableTexts(bytes, texts.AsSpan(first, count));
            else
                ReadFixedTexts(bytes, texts.AsSpan(first, count));
        });
        return texts;
    }

    /// <summary>A list of integers or truths.</summary>
    public long[] ReadIntegers()
    {
        if (_header.Type.Kind is not ('i' or 'u' or 'b'))
            throw _group.Error("it is no list of integers");
        var values = new long[Length()];
        var type = _header.Type;
        ForChunks(values.Length, (first, count, bytes) =>
        {
            for (var i = 0; i < count; i++)
            {
                values[first + i] = bytes is null
                    ? (long)_header.FillValue
                    : type.SignedOf(bytes.AsSpan(i * type.Size, type.Size));
            }
        });
        return values;
    }

    private int Length() => Shape.Count switch
    {
        0 => 1,
        1 => (int)Shape[0],
        _ => throw _group.Error("it is no list"),
    };

    private void ForChunks(int length, Action<int, int, byte[]?> take)
    {
        var chunkLength = Shape.Count == 0 ? 1 : (int)_header.Chunks[0];
        for (var first = 0; first < length; first += chunkLength)
            take(first, Math.Min(chunkLength, length - first), BytesOf($"{first / chunkLength}"));
    }

    private string FillText() =>
        double.IsNaN(_header.FillValue) ? "" : _header.FillValue.ToString(CultureInfo.InvariantCulture);

    private void ReadFixedTexts(byte[] bytes, Span<string> texts)
    {
        var type = _header.Type;
        for (var i = 0; i < texts.Length; i++)
            texts[i] = type.TextOf(bytes.AsSpan(i * type.Size, type.Size));
    }

    /// <summary>The codec vlen-utf8: the count, then each text's length and bytes.</summary>
    private void ReadVariableTexts(byte[] bytes, Span<string> texts)
    {
        var next = 4;
        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) < texts.Length)
            throw _group.Error("a chunk has fewer texts than it should");
        for (var i = 0; i < texts.Length; i++)
        {
            if (bytes.Length - next < 4)
                throw _group.Error("a chunk of texts is cut short");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(next));
            next += 4;
            if (length > bytes.Length - next)
                throw _group.Error("a chunk of texts is cut short");
            texts[i] = Encoding.UTF8.GetString(bytes, next, (int)length);
            next += (int)length;
        }
    }

    private double[]? NumbersOf(string chunkName)
    {
        if (BytesOf(chunkName) is not { } bytes)
            return null;
        var values = new double[_header.ChunkValueCount];
        var type = _header.Type;
        if (type is { Kind: 'f', Size: 8, IsBigEndian: false } && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, double>(bytes).CopyTo(values);
        }
        else if (type is { Kind: 'f', Size: 4, IsBigEndian: false } && BitConverter.IsLittleEndian)
        {
            var singles = MemoryMarshal.Cast<byte, float>(bytes);
            for (var i = 0; i < values.Length; i++)
                values[i] = singles[i];
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = type.NumberOf(bytes.AsSpan(i * type.Size, type.Size));
        }

        return values;
    }

    /// <summary>The unpacked bytes of a chunk, as long as its type and shape say; null where it is not
    /// stored.</summary>
    private byte[]? BytesOf(string chunkName)
    {
        if (_group.Chunk(chunkName) is not { } stored)
            return null;
        try
        {
            var bytes = _header.Compressor switch
            {
                null => stored,
                "blosc" => BloscFrame.Decode(stored),
                "gzip" => Unpack(new GZipStream(new MemoryStream(stored), CompressionMode.Decompress)),
                _ => Unpack(new ZLibStream(new MemoryStream(stored), CompressionMode.Decompress)),
            };
            var expected = _header.ChunkValueCount * _header.Type.Size;
            if (_header.Type.Kind != 'O' && bytes.Length != expected)
                throw new InvalidDataException($"it unpacks to {bytes.Length} bytes, expected are {expected}");
            return bytes;
        }
        catch (InvalidDataException error)
        {
            throw ErrorIn(chunkName, error);
        }
    }

    private ScreenDataException ErrorIn(string chunkName, InvalidDataException error) =>
        _group.Error($"in chunk {chunkName}, {error.Message}", error);

    private static byte[] Unpack(Stream stream)
    {
        using (stream)
        {
            var target = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                if (target.Length + count > ZarrArrayHeader.MaxChunkLength)
                    throw new InvalidDataException("it unpacks to more bytes than are read of one");
                target.Write(buffer, 0, count);
            }

            return target.ToArray();
        }
    }
}
