using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// Writes groups and arrays of zarr version 2 into a folder, as AnnData's encodings want them.
/// </summary>
/// <remarks>Texts are packed with zlib; numbers are not packed, since profiles in floating point hardly get smaller,
/// and every reader can map what is not packed.</remarks>
internal sealed class ZarrWriter(string folder)
{
    /// <summary>Bytes of a chunk of a table, about.</summary>
    private const int ChunkLength = 4 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Begins a group with its attributes.</summary>
    public void Group(string path, string encoding, string version, params (string Name, object Value)[] more)
    {
        Directory.CreateDirectory(Path.Combine(folder, path));
        WriteJson(Path.Combine(path, ".zgroup"), new SortedDictionary<string, object?> { ["zarr_format"] = 2 });
        WriteAttributes(path, encoding, version, more);
    }

    /// <summary>A list of texts of any length.</summary>
    public void Texts(string path, IReadOnlyList<string> texts)
    {
        var zlib = new Dictionary<string, object> { ["id"] = "zlib", ["level"] = 6 };
        var filters = new[] { new Dictionary<string, object> { ["id"] = "vlen-utf8" } };
        Array(path, [texts.Count], [Math.Max(1, texts.Count)], "|O", 0, zlib, filters);
        WriteAttributes(path, "string-array", "0.2.0");
        if (texts.Count == 0)
            return;
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(number, texts.Count);
            stream.Write(number);
            foreach (var text in texts)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                BinaryPrimitives.WriteInt32LittleEndian(number, bytes.Length);
                stream.Write(number);
                stream.Write(bytes);
            }
        }

        WriteBytes(Path.Combine(path, "0"), packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>A list of codes, each -1 or the index of a category, in the smallest type that holds them.</summary>
    public void Codes(string path, int[] codes, int categoryCount)
    {
        var size = categoryCount <= sbyte.MaxValue ? 1 : categoryCount <= short.MaxValue ? 2 : 4;
        Array(path, [codes.Length], [Math.Max(1, codes.Length)], size == 1 ? "|i1" : $"<i{size}", 0);
        WriteAttributes(path, "array", "0.2.0");
        if (codes.Length == 0)
            return;
        var bytes = new byte[codes.Length * size];
        for (var i = 0; i < codes.Length; i++)
        {
            if (size == 1)
                bytes[i] = (byte)codes[i];
            else if (size == 2)
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)codes[i]);
            else
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), codes[i]);
        }

        WriteBytes(Path.Combine(path, "0"), bytes);
    }

    /// <summary>A text alone, as fixed-length Unicode.</summary>
    public void Scalar(string path, string text)
    {
        var bytes = Encoding.UTF32.GetBytes(text);
        Array(path, [], [], $"<U{Math.Max(1, bytes.Length / 4)}", "");
        WriteAttributes(path, "string", "0.2.0");
        WriteBytes(Path.Combine(path, "0"), bytes.Length > 0 ? bytes : new byte[4]);
    }

    /// <summary>The features of a table, row after row.</summary>
    public void Features(string path, ProfileTable table, bool asSingle)
    {
        var size = asSingle ? 4 : 8;
        var (rows, columns) = (table.RowCount, table.FeatureCount);
        var chunkRows = Math.Clamp(ChunkLength / Math.Max(1, columns * size), 1, Math.Max(1, rows));
        Array(path, [rows, columns], [chunkRows, Math.Max(1, columns)], $"<f{size}", 0.0);
        WriteAttributes(path, "array", "0.2.0");
        if (rows == 0 || columns == 0)
            return;
        var bytes = new byte[chunkRows * columns * size];
        for (var firstRow = 0; firstRow < rows; firstRow += chunkRows)
        {
            // The rows beyond the end of the last chunk are zeros, as the fill value says.
            System.Array.Clear(bytes);
            for (var f = 0; f < columns; f++)
            {
                var column = table.Feature(f)[firstRow..Math.Min(firstRow + chunkRows, rows)];
                for (var r = 0; r < column.Length; r++)
                {
                    var target = bytes.AsSpan(((r * columns) + f) * size);
                    if (asSingle)
                        BinaryPrimitives.WriteSingleLittleEndian(target, (float)column[r]);
                    else
                        BinaryPrimitives.WriteDoubleLittleEndian(target, column[r]);
                }
            }

            WriteBytes(Path.Combine(path, $"{firstRow / chunkRows}.0"), bytes);
        }
    }

    private void Array(
        string path, int[] shape, int[] chunks, string dtype, object fill, object? compressor = null,
        object? filters = null)
    {
        Directory.CreateDirectory(Path.Combine(folder, path));
        WriteJson(Path.Combine(path, ".zarray"), new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["chunks"] = chunks,
            ["compressor"] = compressor,
            ["dtype"] = dtype,
            ["fill_value"] = fill,
            ["filters"] = filters,
            ["order"] = "C",
            ["shape"] = shape,
            ["zarr_format"] = 2,
        });
    }

    private void WriteAttributes(
        string path, string encoding, string version, params (string Name, object Value)[] more)
    {
        var attributes = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["encoding-type"] = encoding,
            ["encoding-version"] = version,
        };
        foreach (var (name, value) in more)
            attributes[name] = value;
        WriteJson(Path.Combine(path, ".zattrs"), attributes);
    }

    private void WriteJson(string path, SortedDictionary<string, object?> json) =>
        WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(json, Json));

    private void WriteBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = File.Create(Path.Combine(folder, path));
        file.Write(bytes);
    }
}
