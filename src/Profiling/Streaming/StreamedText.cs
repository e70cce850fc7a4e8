using System.IO.Compression;
using System.Text;
using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// How DuckDB reads a delimited text so that columns, texts and numbers are those of <see cref="CsvTable"/>.
/// </summary>
/// <param name="Source">The rows, as SQL reads them.</param>
/// <param name="Columns">The columns in the file's order.</param>
internal sealed record StreamedText(string Source, IReadOnlyList<StreamedColumn> Columns)
{
    /// <summary>Rows on which it is decided whether a column holds numbers; one without any value there does.</summary>
    public const int HeadRowCount = 1000;

    /// <summary>Bytes that DuckDB reads at once; a line may have 2 MB.</summary>
    private const int BufferBytes = 4 << 20;

    public static StreamedText Open(string path, FeatureChoice features, DuckDbLimits limits, char delimiter)
    {
        var names = HeaderOf(path, delimiter);
        var chosen = features.ChooseFrom(names, new Place { Blob = path, LineNumber = 1 });
        var types = names.Select((_, column) => $"'c{column}': 'VARCHAR'");
        var compression = CsvTable.IsGzip(path) ? "gzip" : "none";
        var source = $"read_csv({DuckDbConnection.Text(ParquetTable.Literal(path))}, auto_detect = false, "
            + $"header = true, delim = '{(delimiter == '\t' ? "\\t" : ",")}', quote = '\"', escape = '\"', "
            + $"compression = '{compression}', buffer_size = {BufferBytes}, columns = {{{string.Join(", ", types)}}})";
        var isText = new bool[names.Length];
        using var connection = new DuckDbConnection(limits);
        using var head = connection.Stream($"SELECT * FROM {source} LIMIT {HeadRowCount}");
        var decided = new bool[names.Length];
        while (head.MoveNextChunk())
        {
            var texts = new string[head.ChunkRowCount];
            for (var column = 0; column < names.Length; column++)
            {
                if (!chosen[column] || decided[column])
                    continue;
                head.CopyTexts(column, texts);
                if (Array.Find(texts, text => text.Length > 0) is not { } first)
                    continue;
                decided[column] = true;
                isText[column] = !CsvTableReader.TryParse(first, out _);
            }
        }

        return new StreamedText(source, [.. names.Select((name, column) =>
            chosen[column] && !isText[column]
                ? new StreamedColumn(name, true, $"CAST(NULLIF(trim(c{column}), '') AS DOUBLE)")
                : new StreamedColumn(name, false, $"NULLIF(c{column}, '')"))]);
    }

    /// <summary>What is wrong with the file, and on which line: a row of other than the header's fields, or a text in
    /// a column of numbers. DuckDB's own message names no line of the file.</summary>
    /// <param name="numbers">The columns whose values must be numbers.</param>
    /// <returns>Null where nothing is wrong.</returns>
    public static ScreenDataException? FaultOf(
        string path, char delimiter, IReadOnlySet<string> numbers, Exception inner)
    {
        try
        {
            return WithRecords(path, delimiter, records => FaultOf(records, numbers, inner));
        }
        catch (ScreenDataException fault)
        {
            return fault;
        }
    }

    private static ScreenDataException? FaultOf(CsvRecords records, IReadOnlySet<string> numbers, Exception inner)
    {
        const int Shown = 40;
        int[] columns = [.. Enumerable.Range(0, records.Header.Length).Where(c => numbers.Contains(records.Header[c]))];
        while (records.MoveNext())
        {
            foreach (var column in columns)
            {
                var text = records.Field(column);
                if (text.IsWhiteSpace() || CsvTableReader.TryParse(text, out _))
                    continue;
                var shown = text.Length > Shown ? $"{text[..Shown]}…" : text.ToString();
                return records.Error(
                    $"'{shown}' in column '{records.Header[column]}' is no number; the column holds numbers, since "
                    + $"none of its first {HeadRowCount} values is a text. Columns of text are best named "
                    + $"{CsvTable.MetadataPrefix}…",
                    records.LineNumber,
                    inner);
            }
        }

        return null;
    }

    private static string[] HeaderOf(string path, char delimiter) =>
        WithRecords(path, delimiter, records => records.Header);

    private static T WithRecords<T>(string path, char delimiter, Func<CsvRecords, T> work)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var plain = CsvTable.IsGzip(path)
                ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true)
                : (Stream)file;
            using var reader = new StreamReader(plain, Encoding.UTF8);
            using var records = new CsvRecords(reader, delimiter, path);
            return work(records);
        }
        catch (InvalidDataException error)
        {
            throw new ScreenDataException(
                $"The name says gzip, the content is not: {error.Message}", new Place { Blob = path }, error);
        }
    }
}
