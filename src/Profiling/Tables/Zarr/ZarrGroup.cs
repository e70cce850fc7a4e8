using System.Text.Json;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// A group or array of a zarr store in a folder, to read.
/// </summary>
/// <remarks>
/// Names come from the store itself and are hostile: one that is no plain name of a file, and a link that leads
/// elsewhere, are refused. JSON is read up to <see cref="MaxJsonLength"/> bytes.
/// </remarks>
internal sealed class ZarrGroup
{
    private const int MaxJsonLength = 16 << 20;

    private readonly string _root;
    private readonly string _folder;
    private JsonElement? _attributes;

    public ZarrGroup(string root)
        : this(root, root)
    {
    }

    private ZarrGroup(string root, string folder) => (_root, _folder) = (root, folder);

    /// <summary>The place of this group in errors.</summary>
    public Place Place => new() { Blob = _folder };

    public bool Exists => Directory.Exists(_folder);

    public bool IsArray => File.Exists(Path.Combine(_folder, ".zarray"));

    /// <summary>What <c>.zattrs</c> says of the element's kind; empty where it says nothing.</summary>
    public string Encoding => Attribute("encoding-type") is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : "";

    public JsonElement? Attribute(string name)
    {
        _attributes ??= File.Exists(Path.Combine(_folder, ".zattrs")) ? Json(".zattrs") : default(JsonElement);
        return _attributes is { ValueKind: JsonValueKind.Object } attributes
            && attributes.TryGetProperty(name, out var value) ? value : null;
    }

    /// <summary>A part of this group.</summary>
    /// <exception cref="ScreenDataException">The name is none of a file in this folder.</exception>
    public ZarrGroup Child(string name)
    {
        if (!IsPlain(name))
            throw Error($"the store names a part '{name}', which is no plain name");
        var child = new ZarrGroup(_root, Path.Combine(_folder, name));
        return new DirectoryInfo(child._folder).LinkTarget is null
            ? child
            : throw child.Error("it is a link, which is not followed");
    }

    /// <summary>What <c>.zarray</c> says.</summary>
    public ZarrArrayHeader ArrayHeader()
    {
        try
        {
            return ZarrArrayHeader.Parse(Json(".zarray"));
        }
        catch (InvalidDataException error)
        {
            throw Error(error.Message, error);
        }
    }

    /// <summary>The bytes of a chunk as they are stored; null where it is not.</summary>
    public byte[]? Chunk(string name) => Bytes(Path.Combine(_folder, name), ZarrArrayHeader.MaxChunkLength);

    /// <summary>Bytes of all files of this array.</summary>
    public long StoredLength() => new DirectoryInfo(_folder)
        .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public ScreenDataException Error(string reason, Exception? inner = null) =>
        new($"The AnnData store cannot be read: {reason}", Place, inner);

    /// <summary>Whether a text may be the name of a file in a folder, on any system.</summary>
    internal static bool IsPlain(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.' && !name.Any(c => char.IsControl(c) || c is '/' or '\\' or ':');

    private JsonElement Json(string name)
    {
        var bytes = Bytes(Path.Combine(_folder, name), MaxJsonLength) ?? throw Error($"it has no {name}");
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException error)
        {
            throw Error($"its {name} is no JSON: {error.Message}", error);
        }
    }

    private byte[]? Bytes(string path, int maxLength)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            if (file.LinkTarget is not null)
                throw Error($"{file.Name} is a link, which is not followed");
            return file.Length <= maxLength
                ? File.ReadAllBytes(path)
                : throw Error($"{file.Name} is {file.Length} bytes long; at most {maxLength} are read");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Error(error.Message, error);
        }
    }
}
