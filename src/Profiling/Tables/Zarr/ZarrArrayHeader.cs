using System.Globalization;
using System.Text.Json;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// What <c>.zarray</c> says of an array of zarr version 2: shape, chunks, type, codec.
/// </summary>
/// <remarks>
/// After the zarr storage specification, version 2. Arrays have at most two dimensions here. A chunk has at most
/// <see cref="MaxChunkLength"/> bytes.
/// </remarks>
internal sealed class ZarrArrayHeader
{
    /// <summary>The most bytes of a chunk, packed or unpacked: 256 Mi.</summary>
    public const int MaxChunkLength = 256 << 20;

    private ZarrArrayHeader(
        long[] shape, long[] chunks, ZarrType type, string? compressor, bool isColumnMajor, double fillValue,
        char separator)
    {
        (Shape, Chunks, Type, Compressor) = (shape, chunks, type, compressor);
        (IsColumnMajor, FillValue, Separator) = (isColumnMajor, fillValue, separator);
    }

    public IReadOnlyList<long> Shape { get; }

    public IReadOnlyList<long> Chunks { get; }

    public ZarrType Type { get; }

    /// <summary>The codec's name; null where chunks are not packed.</summary>
    public string? Compressor { get; }

    /// <summary>Whether the values in a chunk stand column after column.</summary>
    public bool IsColumnMajor { get; }

    /// <summary>What a number of a chunk that is not stored is.</summary>
    public double FillValue { get; }

    /// <summary>What stands between the numbers in the name of a chunk.</summary>
    public char Separator { get; }

    /// <summary>Values of a whole chunk.</summary>
    public long ChunkValueCount => Chunks.Aggregate(1L, (product, length) => product * length);

    /// <exception cref="InvalidDataException">It is no array of version 2, or one that is not read.</exception>
    public static ZarrArrayHeader Parse(JsonElement json)
    {
        if (Member(json, "zarr_format") is not { ValueKind: JsonValueKind.Number } format || !IsTwo(format))
            throw new InvalidDataException("the array is not of zarr version 2");
        var shape = Lengths(json, "shape", least: 0);
        var chunks = Lengths(json, "chunks", least: 1);
        if (shape.Length != chunks.Length || shape.Length > 2)
            throw new InvalidDataException($"the array has {shape.Length} dimensions, its chunks {chunks.Length}");
        var filter = Filter(json);
        var type = ZarrType.Parse(Text(json, "dtype"), filter);
        var valueCount = chunks.Aggregate(1.0, (product, length) => product * length);
        if (valueCount * type.Size > MaxChunkLength)
        {
            throw new InvalidDataException(
                $"its chunks are {valueCount * type.Size} bytes long; at most {MaxChunkLength} are read of one");
        }

        var separator = Member(json, "dimension_separator") is { ValueKind: JsonValueKind.String } s
            ? s.GetString()
            : ".";
        return new ZarrArrayHeader(
            shape, chunks, type, CompressorOf(json), Text(json, "order") == "F", Fill(json),
            separator is "." or "/" ? separator[0] : throw new InvalidDataException("its dimension_separator is odd"));
    }

    private static bool IsTwo(JsonElement number) => number.TryGetInt32(out var version) && version == 2;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new InvalidDataException($"its {name} is no text");

    private static long[] Lengths(JsonElement json, string name, long least)
    {
        if (Member(json, name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() > 8)
            throw new InvalidDataException($"its {name} is no list of lengths");
        return [.. array.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var length) && length >= least
                && length <= int.MaxValue
                ? length
                : throw new InvalidDataException($"its {name} has the length {item.GetRawText()}"))];
    }

    private static string? CompressorOf(JsonElement json) => Member(json, "compressor") switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Object } compressor => Text(compressor, "id") switch
        {
            "zlib" or "gzip" or "blosc" => Text(compressor, "id"),
            var id => throw new InvalidDataException(
                $"its chunks are packed with {id}; read are zlib, gzip, blosc and chunks that are not packed"),
        },
        _ => throw new InvalidDataException("its compressor is no object"),
    };

    private static string? Filter(JsonElement json)
    {
        if (Member(json, "filters") is not { ValueKind: JsonValueKind.Array } filters || filters.GetArrayLength() == 0)
            return null;
        return filters.GetArrayLength() == 1
            ? Text(filters[0], "id")
            : throw new InvalidDataException("it has more than one filter");
    }

    private static double Fill(JsonElement json) => Member(json, "fill_value") switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.True } => 1,
        { ValueKind: JsonValueKind.String } text => text.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var other => double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : 0,
        },
        _ => 0,
    };
}
