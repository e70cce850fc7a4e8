using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// A stored table that is read chunk by chunk, as often as needed, in its own order.
/// </summary>
/// <remarks>
/// Columns, texts and numbers are those of <see cref="TableFile.Read"/>, with one difference: whether a column of a
/// text form holds numbers is decided on its first <see cref="StreamedText.HeadRowCount"/> rows.
/// </remarks>
internal sealed class StreamedTable
{
    private readonly Place _place;
    private readonly string _source;
    private readonly Dictionary<string, StreamedColumn> _columns;
    private readonly DuckDbLimits _limits;

    /// <summary>Finds the line of a text file that an error of DuckDB's comes from.</summary>
    private readonly Func<DuckDbException, ScreenDataException?> _faultOf;

    private StreamedTable(
        Place place,
        string source,
        IReadOnlyList<StreamedColumn> columns,
        DuckDbLimits limits,
        Func<DuckDbException, ScreenDataException?> faultOf)
    {
        (_place, _source, _limits, _faultOf) = (place, source, limits, faultOf);
        _columns = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        MetadataNames = [.. columns.Where(column => !column.IsFeature).Select(column => column.Name)];
        FeatureNames = [.. columns.Where(column => column.IsFeature).Select(column => column.Name)];
    }

    /// <summary>The names of the text columns, in order.</summary>
    public IReadOnlyList<string> MetadataNames { get; }

    /// <summary>The names of the features, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <exception cref="ScreenDataException">There is no such file, it has no form that is read in chunks, or it is no
    /// table of its form.</exception>
    public static StreamedTable Open(string path, FeatureChoice features, DuckDbLimits limits)
    {
        var place = new Place { Blob = path };
        var isFolder = Directory.Exists(path) && TableFile.FormatOf(path) == TableFormat.Parquet;
        if (!File.Exists(path) && !isFolder)
            throw new ScreenDataException("There is no such file", place);
        return TableFile.FormatOf(path) switch
        {
            TableFormat.Parquet => OpenParquet(path, features, limits, place),
            TableFormat.Csv => OpenText(path, features, limits, place, ','),
            TableFormat.Tsv => OpenText(path, features, limits, place, '\t'),
            _ => throw new ScreenDataException(
                "Only .csv, .tsv, .txt (each also with .gz) and .parquet are read in chunks", place),
        };
    }

    /// <summary>Reads some columns; each chunk has at most DuckDB's vector size of rows (2,048).</summary>
    /// <remarks>A chunk is valid until the next one is asked for: its arrays are used again, so that a long read makes
    /// no garbage that grows.</remarks>
    public IEnumerable<ProfileTable> Read(IReadOnlyList<string> metadata, IReadOnlyList<string> features)
    {
        using var connection = new DuckDbConnection(_limits);
        using var result = Guard(() => connection.Stream(Statement([.. metadata, .. features])));
        string[] metadataNames = [.. metadata];
        string[] featureNames = [.. features];
        string[][] texts = [];
        double[] values = [];
        var rowCount = -1;
        while (Guard(result.MoveNextChunk))
        {
            if (rowCount != result.ChunkRowCount)
            {
                rowCount = result.ChunkRowCount;
                texts = Array.ConvertAll(metadataNames, _ => new string[rowCount]);
                values = GC.AllocateUninitializedArray<double>(rowCount * featureNames.Length);
            }

            for (var m = 0; m < texts.Length; m++)
                result.CopyTexts(m, texts[m]);
            Guard(() => CopyFeatures(result, texts.Length, values, rowCount));
            yield return new ProfileTable(metadataNames, featureNames, texts, values, rowCount);
        }
    }

    /// <exception cref="ArgumentException">The table lacks a metadata column.</exception>
    public void RequireMetadata(IReadOnlyList<string> names)
    {
        var missing = names.FirstOrDefault(name => !MetadataNames.Contains(name, StringComparer.Ordinal));
        if (missing is not null)
        {
            throw new ArgumentException(
                $"The table has no metadata column '{missing}'; it has {ProfileTable.Enumerate(MetadataNames)}.");
        }
    }

    /// <exception cref="ScreenDataException">The table has no features.</exception>
    public void RequireFeatures() => FeatureChoice.RequireAny(FeatureNames, MetadataNames, _place);

    private static StreamedTable OpenParquet(
        string path, FeatureChoice features, DuckDbLimits limits, Place place)
    {
        try
        {
            using var connection = new DuckDbConnection(limits);
            var files = ParquetParts.Of(path);
            var columns = ParquetParts.ColumnsOf(connection, files, features);
            return new StreamedTable(place, ParquetTable.SourceOf(files), columns, limits, _ => null);
        }
        catch (DuckDbException error)
        {
            throw new ScreenDataException($"The table cannot be read: {error.Message}", place, error);
        }
    }

    private static StreamedTable OpenText(
        string path, FeatureChoice features, DuckDbLimits limits, Place place, char delimiter)
    {
        try
        {
            var text = StreamedText.Open(path, features, limits, delimiter);
            var numbers = text.Columns.Where(column => column.IsFeature).Select(column => column.Name).ToHashSet();
            return new StreamedTable(
                place, text.Source, text.Columns, limits,
                error => StreamedText.FaultOf(path, delimiter, features, numbers, text.TextColumns, error));
        }
        catch (DuckDbException error)
        {
            throw StreamedText.FaultOf(path, delimiter, features, new HashSet<string>(), [], error)
                ?? new ScreenDataException($"The table cannot be read: {error.Message}", place, error);
        }
    }

    /// <summary>The features of a chunk, behind its metadata; those of a text form are read as memory reads
    /// them.</summary>
    private static int CopyFeatures(DuckDbResult result, int firstColumn, double[] values, int rowCount)
    {
        var column = firstColumn;
        for (; column < result.ColumnCount && (column - firstColumn) * rowCount < values.Length; column++)
        {
            var target = values.AsSpan((column - firstColumn) * rowCount, rowCount);
            if (result.ColumnType(column) == DuckDbType.Varchar)
                result.CopyNumbers(column, target, CsvTableReader.TryParseField);
            else
                result.CopyDoubles(column, target);
        }

        return column - firstColumn;
    }

    private string Statement(IReadOnlyList<string> names)
    {
        // A pass that only counts rows needs a column of any kind.
        var columns = names.Select(name => _columns[name].Sql).DefaultIfEmpty("true");
        return $"SELECT {string.Join(", ", columns)} FROM {_source}";
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDbException error)
        {
            throw DuckDbLimits.IsExceededIn(error)
                ? new ScreenDataException(
                    $"The table cannot be read within {_limits.MemoryBytes} bytes, half of MemoryBytes: give it more "
                    + $"memory. {error.Message}",
                    _place,
                    error)
                : _faultOf(error)
                    ?? new ScreenDataException($"The table cannot be read: {error.Message}", _place, error);
        }
    }
}
