using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads one Parquet file into a profile table: numbers are features, all else is text.
/// </summary>
internal sealed class ParquetTableReader(
    DuckDbConnection connection, string source, Place place, FeatureChoice features)
{
    private readonly List<string> _metadataNames = [];
    private readonly List<string> _featureNames = [];

    /// <summary>Metadata in floating point, whose NaN is a missing text.</summary>
    private readonly HashSet<string> _mayBeNan = new(StringComparer.Ordinal);

    public ProfileTable Read()
    {
        ReadNames();
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

    private void ReadNames()
    {
        using var result = connection.Query($"SELECT * FROM {source} LIMIT 0");
        var names = Enumerable.Range(0, result.ColumnCount).Select(result.ColumnName).ToArray();
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
        using var result = connection.Query($"SELECT count(*)::DOUBLE FROM {source}");
        Span<double> count = stackalloc double[1];
        if (!result.MoveNextChunk())
            throw new ScreenDataException("The number of rows is not to be had", place);
        result.CopyDoubles(0, count);
        return (long)count[0];
    }

    private string SelectStatement()
    {
        var texts = _metadataNames.Select(name => _mayBeNan.Contains(name)
            ? $"CASE WHEN isnan({DuckDbConnection.Name(name)}) THEN NULL "
                + $"ELSE CAST({DuckDbConnection.Name(name)} AS VARCHAR) END"
            : $"CAST({DuckDbConnection.Name(name)} AS VARCHAR)");
        var numbers = _featureNames.Select(name => $"CAST({DuckDbConnection.Name(name)} AS DOUBLE)");
        return $"SELECT {string.Join(", ", texts.Concat(numbers))} FROM {source}";
    }

    internal static bool IsNumber(DuckDbType type) => type is
        DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.BigInt or DuckDbType.UTinyInt
        or DuckDbType.USmallInt or DuckDbType.UInteger or DuckDbType.UBigInt or DuckDbType.Float or DuckDbType.Double
        or DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Decimal;
}
