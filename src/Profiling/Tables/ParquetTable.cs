using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Streaming;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads and writes profile tables as Parquet files.
/// </summary>
/// <remarks>
/// <para>The form is specified in <c>docs/formats/tables.md</c>. Metadata are VARCHAR (missing is NULL), features are
/// DOUBLE (NaN stays NaN; a NULL reads as NaN). The same table gives the same bytes with the same version of
/// DuckDB.</para>
/// <para>A file appears whole or not at all: it is written beside its place and then renamed. Files are read into
/// memory whole.</para>
/// </remarks>
public static class ParquetTable
{
    /// <summary>Rows of a row group: DuckDB holds that many rows of all columns while it writes.</summary>
    public const int RowGroupRowCount = 8192;

    /// <summary>The version of the stored form, in each file under <see cref="FormatVersionKey"/>.</summary>
    public const int FormatVersion = 1;

    /// <summary>The key of the version among a file's texts; files of other programs have none.</summary>
    public const string FormatVersionKey = "hcsgrid.table.version";

    /// <summary>The key of the columns' names, tabs between them, in a file that has them renamed: SQL does not tell
    /// names apart that differ in case only.</summary>
    internal const string NamesKey = "hcsgrid.table.names";

    internal const string ReservedKeys = "hcsgrid.table.";

    private const string PrivateName = "profiles";

    private static readonly IReadOnlyDictionary<string, string> NoProvenance = new Dictionary<string, string>();

    /// <summary>The version of the DuckDB that writes the files, such as <c>v1.5.5</c>: another one may give other
    /// bytes.</summary>
    public static string EngineVersion => DuckDbConnection.LibraryVersion;

    /// <summary>Writes a table to a file, over what is there.</summary>
    /// <exception cref="ArgumentException">
    /// The table has no columns, or names that stored tables do not allow: see the format. Or
    /// the provenance has a key that begins with <c>hcsgrid.table.</c>, or a NUL character.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ProfileTable table, string path) => Write(table, path, NoProvenance);

    /// <summary>Writes a table to a file with texts that say where it comes from (Parquet's key-value
    /// metadata).</summary>
    /// <inheritdoc cref="Write(ProfileTable, string)"/>
    public static void Write(ProfileTable table, string path, IReadOnlyDictionary<string, string> provenance)
    {
        TableNames.RequireStorable(table);
        var reserved = provenance.Keys.FirstOrDefault(key => key.StartsWith(ReservedKeys, StringComparison.Ordinal));
        if (reserved is not null)
            throw new ArgumentException($"The key {reserved} is the form's own.", nameof(provenance));
        path = Path.GetFullPath(path);
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var connection = new DuckDbConnection())
            {
                var types = Enumerable.Range(0, table.MetadataNames.Count + table.FeatureCount)
                    .Select(column => $"c{column} {(column < table.MetadataNames.Count ? "VARCHAR" : "DOUBLE")}");
                connection.Execute($"CREATE TABLE {PrivateName} ({string.Join(", ", types)})");
                using (var appender = new DuckDbAppender(connection, PrivateName, table))
                    appender.AppendAll();
                connection.Execute(CopyStatement(table, unfinished, provenance));
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (DuckDbException error)
        {
            throw new IOException($"The table cannot be written to {path}: {error.Message}", error);
        }
        finally
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    /// <summary>Reads a table from a file, ours or another program's.</summary>
    /// <exception cref="ScreenDataException">
    /// The file is absent, is no Parquet file, is of a later version of the form, or holds more than a table does.
    /// </exception>
    public static ProfileTable Read(string path) => Read(path, FeatureChoice.EveryNumber);

    /// <summary>Reads a table of any program's file, its features chosen.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static ProfileTable Read(string path, FeatureChoice features) => WithFile(path, (connection, place) =>
    {
        var texts = KeyValues(connection, path);
        RequireKnownVersion(texts, place);
        return new ParquetTableReader(connection, DuckDbConnection.Text(Literal(path)), place, features)
            .Read(NamesOf(texts));
    });

    /// <summary>The texts that say where a file's table comes from, as they were given to <c>Write</c>.</summary>
    /// <exception cref="ScreenDataException">The file is absent or no Parquet file.</exception>
    public static IReadOnlyDictionary<string, string> ReadProvenance(string path) => WithFile(path, (connection, _) =>
    {
        var texts = KeyValues(connection, path);
        foreach (var key in texts.Keys.Where(k => k.StartsWith(ReservedKeys, StringComparison.Ordinal)).ToArray())
            texts.Remove(key);
        return texts;
    });

    /// <summary>The bytes that <see cref="Write(ProfileTable, string)"/> puts into a file.</summary>
    public static byte[] ToBytes(ProfileTable table) => ToBytes(table, NoProvenance);

    /// <inheritdoc cref="ToBytes(ProfileTable)"/>
    public static byte[] ToBytes(ProfileTable table, IReadOnlyDictionary<string, string> provenance)
    {
        var folder = Directory.CreateTempSubdirectory("hcsgrid-");
        try
        {
            var path = Path.Combine(folder.FullName, "table.parquet");
            Write(table, path, provenance);
            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads the bytes of a Parquet file; the name stands in errors.</summary>
    /// <exception cref="ScreenDataException">The bytes are no Parquet file, or hold more than a table
    /// does.</exception>
    public static ProfileTable FromBytes(ReadOnlySpan<byte> bytes, string blobName)
    {
        var folder = Directory.CreateTempSubdirectory("hcsgrid-");
        try
        {
            var path = Path.Combine(folder.FullName, "table.parquet");
            using (var file = File.Create(path))
                file.Write(bytes);
            return Read(path);
        }
        catch (ScreenDataException error)
        {
            throw new ScreenDataException(error.Reason, error.Place with { Blob = blobName }, error.InnerException);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string CopyStatement(
        ProfileTable table, string path, IReadOnlyDictionary<string, string> provenance)
    {
        var names = table.MetadataNames.Concat(table.FeatureNames).ToArray();
        var columns = names.Select((name, column) => $"c{column} AS {DuckDbConnection.Name(name)}");
        return $"COPY (SELECT {string.Join(", ", columns)} FROM {PrivateName}) "
            + $"TO {DuckDbConnection.Text(path)} ({CopyOptions(names, provenance)})";
    }

    /// <summary>The rows of files one after the other, as SQL reads them.</summary>
    internal static string SourceOf(IReadOnlyList<string> paths) =>
        $"read_parquet([{string.Join(", ", paths.Select(path => DuckDbConnection.Text(Literal(path))))}], "
        + "hive_partitioning = false, binary_as_string = true)";

    /// <summary>The columns of a file, as SQL reads them.</summary>
    internal static IReadOnlyList<StreamedColumn> ColumnsOf(
        DuckDbConnection connection, string path, Place place, FeatureChoice features)
    {
        var texts = KeyValues(connection, path);
        RequireKnownVersion(texts, place);
        return new ParquetTableReader(connection, DuckDbConnection.Text(Literal(path)), place, features)
            .Columns(NamesOf(texts));
    }

    /// <summary>How a file is written: the form's options, its version and provenance.</summary>
    internal static string CopyOptions(
        string[] names,
        IReadOnlyDictionary<string, string> provenance,
        int rowGroupRowCount = RowGroupRowCount)
    {
        var isRenamed = names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length;
        var renamed = KeyValuePair.Create(NamesKey, string.Join('\t', names));
        var texts = (isRenamed ? provenance.Append(renamed) : provenance)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Prepend(new KeyValuePair<string, string>(FormatVersionKey, $"{FormatVersion}"))
            .Select(pair => $"{DuckDbConnection.Name(pair.Key)}: {DuckDbConnection.Text(pair.Value)}");
        return $"FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 0, ROW_GROUP_SIZE {rowGroupRowCount}, "
            + $"KV_METADATA {{{string.Join(", ", texts)}}}";
    }

    private static void RequireKnownVersion(SortedDictionary<string, string> texts, Place place)
    {
        if (texts.TryGetValue(FormatVersionKey, out var version) && version != $"{FormatVersion}")
        {
            throw new ScreenDataException(
                $"The table is of version {version} of its form; this program reads version {FormatVersion}", place);
        }
    }

    /// <summary>The columns' names, where SQL has others.</summary>
    private static string[]? NamesOf(SortedDictionary<string, string> texts) =>
        texts.TryGetValue(NamesKey, out var names) ? names.Split('\t') : null;

    private static T WithFile<T>(string path, Func<DuckDbConnection, Place, T> read)
    {
        var place = new Place { Blob = path };
        if (!File.Exists(path))
            throw new ScreenDataException("There is no such file", place);
        try
        {
            using var connection = new DuckDbConnection();
            return read(connection, place);
        }
        catch (DuckDbException error)
        {
            throw new ScreenDataException($"The table cannot be read: {error.Message}", place, error);
        }
    }

    private static SortedDictionary<string, string> KeyValues(DuckDbConnection connection, string path)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var result = connection.Query(
            $"SELECT decode(key), decode(value) FROM parquet_kv_metadata({DuckDbConnection.Text(Literal(path))})");
        while (result.MoveNextChunk())
        {
            var (keys, values) = (new string[result.ChunkRowCount], new string[result.ChunkRowCount]);
            result.CopyTexts(0, keys);
            result.CopyTexts(1, values);
            for (var row = 0; row < keys.Length; row++)
                texts[keys[row]] = values[row];
        }

        return texts;
    }

    /// <summary>A path whose characters *, ? and [ stand for themselves.</summary>
    internal static string Literal(string path)
    {
        var literal = new System.Text.StringBuilder();
        foreach (var character in Path.GetFullPath(path))
        {
            var isPattern = character is '*' or '?' or '[';
            literal.Append(isPattern ? $"[{character}]" : character.ToString());
        }

        return literal.ToString();
    }
}
