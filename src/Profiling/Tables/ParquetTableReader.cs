using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Streaming;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads one Parquet file into a profile table: numbers are features, all else is text.
/// </summary>
internal sealed class ParquetTableReader(
    DuckDbConnection connection, string path, Place place, FeatureChoice features)
{
    private readonly string _source = $"read_parquet({path}, hive_partitioning = false, binary_as_string = true)";

    private readonly Dictionary<string, string> _sqlNames = new(StringComparer.Ordinal);
    private readonly List<string> _metadataNames = [];
    private readonly List<string> _featureNames = [];

    /// <summary>Metadata in floating point, whose NaN is a missing text.</summary>
    private readonly HashSet<string> _mayBeNan = new(StringComparer.Ordinal);

    /// <summary>Reads the table, its columns under other names where those are given.</summary>
    public ProfileTable Read(string[]? realNames)
    {
        ReadNames(realNames);
        var rowCount = CountRows();
        if (rowCount * _featureNames.Count > ProfileTable.MaxValueCount || rowCount > int.MaxValue)
        {
            throw new ScreenDataException(
                $"{rowCount} rows of {_featureNames.Count} features are more than the "
                + $"{ProfileTable.MaxValueCount} values that a table holds",
                place);
        }

        var metadata = _metadataNames.ConvertAll(_ => new string[rowCount]).ToArray();
        var values = new double[rowCount * _featureNames.Count];
        using var result = connection.Query(SelectStatement());
        var firstRow = 0;
        while (result.MoveNextChunk())
        {
            for (var m = 0; m < metadata.Length; m++)
                result.CopyTexts(m, metadata[m].AsSpan(firstRow, result.ChunkRowCount));
            for (var f = 0; f < _featureNames.Count; f++)
            {
                var target = values.AsSpan((f * (int)rowCount) + firstRow, result.ChunkRowCount);
                result.CopyDoubles(metadata.Length + f, target);
            }

            firstRow += result.ChunkRowCount;
        }

        return new ProfileTable([.. _metadataNames], [.. _featureNames], metadata, values, (int)rowCount);
    }

    /// <summary>The columns alone, metadata first, for reading in chunks.</summary>
    public IReadOnlyList<StreamedColumn> Columns(string[]? realNames)
    {
        ReadNames(realNames);
        return
        [
            .. _metadataNames.Select(name => new StreamedColumn(name, false, $"NULLIF({TextOf(name)}, '')")),
            .. _featureNames.Select(name => new StreamedColumn(name, true, NumberOf(name))),
        ];
    }

    private void ReadNames(string[]? realNames)
    {
        using var result = connection.Query($"SELECT * FROM {_source} LIMIT 0");
        var sqlNames = Enumerable.Range(0, result.ColumnCount).Select(result.ColumnName).ToArray();
        var names = realNames?.Length == sqlNames.Length ? realNames : StoredNames(sqlNames);
        for (var column = 0; column < names.Length; column++)
            _sqlNames[names[column]] = sqlNames[column];
        var unnamed = Array.FindIndex(names, name => name.Trim().Length == 0);
        if (unnamed >= 0)
            throw new ScreenDataException($"Column {unnamed + 1} has no name", place);
        var chosen = features.ChooseFrom(names, place);
        for (var column = 0; column < names.Length; column++)
        {
            var isFeature = chosen[column] && IsNumber(result.ColumnType(column));
            (isFeature ? _featureNames : _metadataNames).Add(names[column]);
            if (!isFeature && result.ColumnType(column) is DuckDbType.Float or DuckDbType.Double)
                _mayBeNan.Add(names[column]);
        }
    }

    private long CountRows()
    {
        using var result = connection.Query($"SELECT count(*)::DOUBLE FROM {_source}");
        Span<double> count = stackalloc double[1];
        if (!result.MoveNextChunk())
            throw new ScreenDataException("The number of rows is not to be had", place);
        result.CopyDoubles(0, count);
        return (long)count[0];
    }

    private string SelectStatement()
    {
        var expressions = _metadataNames.Select(TextOf).Concat(_featureNames.Select(NumberOf));
        return $"SELECT {string.Join(", ", expressions)} FROM {_source}";
    }

    private string TextOf(string name) => _mayBeNan.Contains(name)
        ? $"CASE WHEN isnan({SqlName(name)}) THEN NULL ELSE CAST({SqlName(name)} AS VARCHAR) END"
        : $"CAST({SqlName(name)} AS VARCHAR)";

    private string NumberOf(string name) => $"CAST({SqlName(name)} AS DOUBLE)";

    private string SqlName(string name) => DuckDbConnection.Name(_sqlNames[name]);

    /// <summary>The names as they stand in the file: SQL renames one that differs from another in case only.</summary>
    private string[] StoredNames(string[] sqlNames)
    {
        using var result = connection.Query($"SELECT name FROM parquet_schema({path})");
        var names = new List<string>();
        while (result.MoveNextChunk())
        {
            var chunk = new string[result.ChunkRowCount];
            result.CopyTexts(0, chunk);
            names.AddRange(chunk);
        }

        // The first is the root; a file of nested columns lists their parts too.
        return names.Count == sqlNames.Length + 1 && names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? [.. names[1..]]
            : sqlNames;
    }

    private static bool IsNumber(DuckDbType type) => type is
        DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.BigInt or DuckDbType.UTinyInt
        or DuckDbType.USmallInt or DuckDbType.UInteger or DuckDbType.UBigInt or DuckDbType.Float or DuckDbType.Double
        or DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Decimal;
}
