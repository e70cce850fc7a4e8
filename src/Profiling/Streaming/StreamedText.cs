using System.Text.RegularExpressions;
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

    /// <summary>What <see cref="CsvTableReader.TryParse"/> takes for a number, in any case of the letters.</summary>
    private static readonly string NumberPattern =
        @"\s*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|infinity|"
        + string.Join('|', CsvTableReader.InfinityWords.Concat(CsvTableReader.NanWords).Select(Escaped)) + @")\s*";

    private static readonly string NoNumber =
        $"is no number; the column holds numbers, since none of its first {HeadRowCount} values is a text";

    private const string Number = "is a number; the column holds text, since its first value is one";

    /// <summary>Bytes that DuckDB reads at once; a line may have 2 MB.</summary>
    private const int BufferBytes = 4 << 20;

    /// <summary>The columns of text that would be features if they held numbers: a number in them is an
    /// error.</summary>
    public IReadOnlyList<string> TextColumns { get; private init; } = [];

    public static StreamedText Open(string path, FeatureChoice features, DuckDbLimits limits, char delimiter)
    {
        GzipText.RequireWhole(path);
        var names = HeaderOf(path, delimiter);
        var chosen = features.ChooseFrom(names, new Place { Blob = path, LineNumber = 1 });
        var types = names.Select((_, column) => $"'c{column}': 'VARCHAR'");
        var compression = GzipText.IsGzip(path) ? "gzip" : "none";
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
                if (Array.Find(texts, text => !CsvTableReader.IsMissing(text)) is not { } first)
                    continue;
                decided[column] = true;
                isText[column] = !CsvTableReader.TryParse(first, out _);
            }
        }

        // A number further down in a column of text would else leave its feature out without a word.
        int[] textColumns = [.. Enumerable.Range(0, names.Length).Where(column => isText[column])];
        if (textColumns.Length > 0)
        {
            var cases = textColumns.Select(column =>
                $"WHEN regexp_full_match(c{column}, '{NumberPattern}', 'i') THEN error('a number: ' || c{column})");
            source += $" WHERE CASE {string.Join(' ', cases)} ELSE true END";
        }

        return new StreamedText(source, [.. names.Select((name, column) =>
            chosen[column] && !isText[column]
                ? new StreamedColumn(name, true, $"c{column}")
                : new StreamedColumn(name, false, $"NULLIF(c{column}, '')"))])
        {
            TextColumns = [.. textColumns.Select(column => names[column])],
        };
    }

    /// <summary>What is wrong with the file, and on which line: a row of other than the header's fields, a text in a
    /// column of numbers, or a number in one of text. DuckDB's own message names no line of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="delimiter">What stands between fields.</param>
    /// <param name="features">What makes a column a feature.</param>
    /// <param name="numbers">The columns whose values must be numbers.</param>
    /// <param name="texts">The columns whose values must not be numbers.</param>
    /// <param name="inner">DuckDB's error.</param>
    /// <returns>Null where nothing is wrong.</returns>
    public static ScreenDataException? FaultOf(
        string path,
        char delimiter,
        FeatureChoice features,
        IReadOnlySet<string> numbers,
        IReadOnlyList<string> texts,
        Exception inner)
    {
        try
        {
            return CsvRecords.Read(path, delimiter, records => FaultOf(records, features, numbers, texts, inner));
        }
        catch (ScreenDataException fault)
        {
            return fault;
        }
    }

    private static ScreenDataException? FaultOf(
        CsvRecords records,
        FeatureChoice features,
        IReadOnlySet<string> numbers,
        IReadOnlyList<string> texts,
        Exception inner)
    {
        var checkedColumns = records.Header.Index()
            .Where(column => numbers.Contains(column.Item) || texts.Contains(column.Item))
            .Select(column => (column.Index, MustBeNumber: numbers.Contains(column.Item)))
            .ToArray();
        while (records.MoveNext())
        {
            foreach (var (column, mustBeNumber) in checkedColumns)
            {
                var text = records.Field(column);
                if (CsvTableReader.IsMissing(text) || CsvTableReader.TryParse(text, out _) == mustBeNumber)
                    continue;
                return ColumnFault.Of(records, column, features, mustBeNumber ? NoNumber : Number, inner);
            }
        }

        return null;
    }

    private static string Escaped(string word) => Regex.Replace(word, "[.()]", @"\$0");

    private static string[] HeaderOf(string path, char delimiter) => CsvRecords.Read(path, delimiter, records =>
    {
        // The first row shows whether the delimiter is the file's.
        records.MoveNext();
        return records.Header;
    });
}
