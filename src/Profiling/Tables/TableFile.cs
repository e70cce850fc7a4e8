using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads and writes profile tables in any stored form; the name's ending says which.
/// </summary>
/// <remarks>
/// <para>Endings, in any case: <c>.csv</c>, <c>.tsv</c> and <c>.txt</c> (tab-separated), each also with <c>.gz</c>;
/// <c>.parquet</c>; <c>.zarr</c> (AnnData, a folder); <c>.gct</c>, <c>.gct.gz</c>; only to read <c>.sqlite</c>,
/// <c>.sqlite3</c>, <c>.db</c> (CellProfiler). The forms are specified in <c>docs/formats/</c>.</para>
/// <para>A file appears whole or not at all, over what was there; the same table and provenance give the same
/// bytes.</para>
/// </remarks>
public static class TableFile
{
    /// <summary>The endings that are known, for messages.</summary>
    public const string Endings = WrittenEndings + ", .sqlite, .db";

    /// <summary>The endings of the forms that are written, for messages.</summary>
    public const string WrittenEndings = ".csv, .csv.gz, .tsv, .txt, .parquet, .zarr, .gct";

    /// <summary>The form that a name's ending says, or null where it says none.</summary>
    public static TableFormat? FormatOf(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path)).ToLowerInvariant();
        var plain = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        return (Path.GetExtension(plain), Path.GetExtension(name)) switch
        {
            (".csv", _) => TableFormat.Csv,
            (".tsv" or ".txt", _) => TableFormat.Tsv,
            (".gct", _) => TableFormat.Gct,
            (_, ".parquet") => TableFormat.Parquet,
            (_, ".zarr") => TableFormat.AnnData,
            (_, ".sqlite" or ".sqlite3" or ".db") => TableFormat.CellProfiler,
            _ => null,
        };
    }

    /// <summary>Whether a name's ending says a form that is written.</summary>
    public static bool IsWritten(string path) => FormatOf(path) is not (null or TableFormat.CellProfiler);

    /// <summary>Reads a table, ours or another program's.</summary>
    /// <param name="path">The file, or the folder of a zarr store.</param>
    /// <param name="features">What makes a column a feature.</param>
    /// <param name="note">Takes what is odd about the table and no error, a line each: columns named as features that
    /// hold text, objects left out.</param>
    /// <exception cref="ScreenDataException">
    /// There is no such file, its name's ending says no form, or it is no whole table of that form: the place names the
    /// file, and the line where there are lines.
    /// </exception>
    public static ProfileTable Read(string path, FeatureChoice features, Action<string>? note = null)
    {
        var table = ReadForm(path, features, note);
        FeatureTexts.Tell(note, path, features, table.MetadataNames);
        return table;
    }

    /// <summary>Where a stored table comes from, as far as it says.</summary>
    /// <exception cref="ScreenDataException">As for <see cref="Read"/>.</exception>
    public static TableProvenance ReadProvenance(string path) => RequireFormat(path) switch
    {
        TableFormat.Parquet => TableProvenance.Of(ParquetTable.ReadProvenance(ParquetParts.Of(path)[0])
            .Where(entry => !IsForeign(entry.Key))),
        TableFormat.AnnData => AnnDataTable.ReadProvenance(path),
        _ => ProvenanceFile.ReadBeside(path),
    };

    /// <summary>Writes a table with its provenance: inside where the form has a place, else in a file
    /// beside.</summary>
    /// <exception cref="ArgumentException">The table has no columns, or names that stored tables do not
    /// allow.</exception>
    /// <exception cref="ScreenDataException">The name's ending says no form.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ProfileTable table, string path, TableProvenance provenance)
    {
        var format = RequireFormat(path);
        if (!IsWritten(path))
            throw new ScreenDataException($"{format} is only read", new Place { Blob = path });
        switch (format)
        {
            case TableFormat.Parquet:
                ParquetTable.Write(table, path, provenance.ToDictionary());
                return;
            case TableFormat.AnnData:
                AnnDataTable.Write(table, path, provenance);
                return;
            case TableFormat.Gct:
                WholeFile.Write(path, stream => GctTable.Write(table, stream, path));
                break;
            default:
                WholeFile.Write(path, stream => CsvTable.Write(table, stream, path, DelimiterOf(format)));
                break;
        }

        ProvenanceFile.WriteBeside(path, provenance);
    }

    private static ProfileTable ReadForm(string path, FeatureChoice features, Action<string>? note)
    {
        var format = RequireFormat(path);
        var place = new Place { Blob = path };
        if (format == TableFormat.AnnData)
            return AnnDataTable.Read(path, features);
        if (format == TableFormat.Parquet && Directory.Exists(path))
            throw new ScreenDataException("A folder of Parquet files is only read in chunks, not whole", place);
        if (!File.Exists(path))
            throw new ScreenDataException("There is no such file", place);
        if (format == TableFormat.Parquet)
            return ParquetTable.Read(path, features);
        if (format == TableFormat.CellProfiler)
            return CellProfilerObjects.ReadAll(path, features, note);
        try
        {
            using var file = File.OpenRead(path);
            return format == TableFormat.Gct
                ? GctTable.Read(file, path, features)
                : CsvTable.Read(file, path, features, DelimiterOf(format));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The file cannot be read: {error.Message}", place, error);
        }
    }

    /// <summary>What other programs say of a Parquet file's columns, not of where they come from.</summary>
    private static bool IsForeign(string key) =>
        key is "pandas" or "ARROW:schema" || key.StartsWith(ParquetTable.ReservedKeys, StringComparison.Ordinal);

    /// <summary>What stands between the fields of a text form.</summary>
    internal static char DelimiterOf(TableFormat? format) => format == TableFormat.Tsv ? '\t' : ',';

    private static TableFormat RequireFormat(string path) => FormatOf(path) ?? throw new ScreenDataException(
        $"The name's ending says no form of table: expected {Endings}", new Place { Blob = path });
}
