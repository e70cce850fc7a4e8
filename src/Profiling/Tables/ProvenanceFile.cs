using System.Text.Encodings.Web;
using System.Text.Json;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Keeps a table's provenance in a file beside it, for forms that have no place for it: CSV, tab-separated text, GCT.
/// </summary>
/// <remarks>
/// <c>wells.csv.gz</c> has <c>wells.csv.gz.provenance.json</c>: one JSON object of texts, indented by two spaces, keys
/// in ordinal order, a line feed at the end. The schema is <c>docs/schemas/profile.schema.json</c>.
/// </remarks>
public static class ProvenanceFile
{
    /// <summary>What the name of the file beside the table ends in.</summary>
    public const string Suffix = ".provenance.json";

    /// <summary>The most bytes of a file that is read: 8 Mi.</summary>
    public const int MaxLength = 8 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The provenance beside a table; none where there is no such file.</summary>
    /// <exception cref="ScreenDataException">The file is no object of texts, or too long.</exception>
    public static TableProvenance ReadBeside(string tablePath)
    {
        var path = tablePath + Suffix;
        if (!File.Exists(path))
            return TableProvenance.None;
        var place = new Place { Blob = path };
        if (new FileInfo(path).Length > MaxLength)
            throw new ScreenDataException($"The provenance is longer than {MaxLength} bytes", place);
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or IOException
            or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new ScreenDataException(
                $"The provenance is no JSON object of texts: {error.Message}", place, error);
        }
    }

    /// <summary>Writes the file beside a table; where nothing is known an old one goes.</summary>
    public static void WriteBeside(string tablePath, TableProvenance provenance)
    {
        if (provenance.Entries.Count == 0)
            File.Delete(tablePath + Suffix);
        else
            WholeFile.Write(tablePath + Suffix, stream => stream.Write(ToBytes(provenance)));
    }

    /// <summary>The file's bytes: the same provenance gives the same.</summary>
    public static byte[] ToBytes(TableProvenance provenance)
    {
        var document = new SortedDictionary<string, string>(
            provenance.Entries.ToDictionary(), StringComparer.Ordinal);
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, Json), (byte)'\n'];
    }

    internal static TableProvenance Parse(ReadOnlySpan<byte> bytes)
    {
        var entries = JsonSerializer.Deserialize<JsonElement>(bytes).EnumerateObject()
            .Select(member => KeyValuePair.Create(
                member.Name, member.Value.GetString() ?? throw new JsonException($"'{member.Name}' is null.")));
        return TableProvenance.Of(entries);
    }
}
