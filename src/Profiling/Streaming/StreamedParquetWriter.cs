using System.Runtime.ExceptionServices;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Writes chunks of the same columns to a Parquet file, or to a folder of them where the path ends in a slash.
/// </summary>
/// <remarks>The directory of a file is held until its end: some 1.7 KB a column and row group. A folder's files have
/// at most <see cref="MaxRowGroupCount"/> row groups, so that it does not grow with the rows.</remarks>
internal sealed class StreamedParquetWriter
{
    /// <summary>The most rows of a row group: 60 vectors of DuckDB's, as it writes itself.</summary>
    public const int MaxRowGroupRowCount = 60 * VectorRowCount;

    /// <summary>The most row groups of a folder's file.</summary>
    public const int MaxRowGroupCount = 32;

    private const int VectorRowCount = 2048;

    private readonly ProfileTable _columns;
    private readonly TableProvenance _provenance;
    private readonly DuckDbLimits _limits;
    private readonly int _rowGroupRowCount;

    /// <param name="columns">A table of the columns; its rows do not matter.</param>
    /// <param name="maxRowGroupRowCount">The most rows of a row group: they are held until it is full.</param>
    public StreamedParquetWriter(
        ProfileTable columns, TableProvenance provenance, DuckDbLimits limits, int maxRowGroupRowCount)
    {
        (_columns, _provenance, _limits) = (columns, provenance, limits);
        // As many as fit into a quarter of the memory: the fewer row groups, the smaller the directory.
        var columnCount = columns.MetadataNames.Count + columns.FeatureCount;
        var vectors = limits.MemoryBytes / 4 / (8L * columnCount * VectorRowCount);
        _rowGroupRowCount = Math.Min(
            maxRowGroupRowCount, VectorRowCount * (int)Math.Clamp(vectors, 1, MaxRowGroupRowCount / VectorRowCount));
    }

    /// <exception cref="IOException">The file cannot be written, or the folder holds something else.</exception>
    public void Write(IEnumerable<ProfileTable> chunks, string path)
    {
        var isFolder = Path.EndsInDirectorySeparator(path);
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (isFolder)
            {
                RequireReplaceable(path);
                Directory.CreateDirectory(unfinished);
                WriteParts(chunks, unfinished);
                if (Directory.Exists(path))
                    Directory.Delete(path, recursive: true);
                Directory.Move(unfinished, path);
            }
            else
            {
                WriteFile(chunks, unfinished);
                File.Move(unfinished, path, overwrite: true);
            }
        }
        catch (DuckDbException error)
        {
            throw new IOException(
                DuckDbLimits.IsExceededIn(error)
                    ? $"The table cannot be written to {path} within {_limits.MemoryBytes} bytes, a quarter of "
                        + $"MemoryBytes: give it more memory. {error.Message}"
                    : $"The table cannot be written to {path}: {error.Message}",
                error);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
            else if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    private static void RequireReplaceable(string path)
    {
        static bool IsPart(string entry) => entry.EndsWith(".parquet", StringComparison.Ordinal);
        var isOther = File.Exists(path)
            || (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).All(IsPart));
        if (isOther)
            throw new IOException($"{path} is there and is no folder of Parquet files; it is not written over.");
    }

    private void WriteParts(IEnumerable<ProfileTable> chunks, string folder)
    {
        using var rest = chunks.GetEnumerator();
        var number = 0;
        var isMore = rest.MoveNext();
        do
        {
            WriteFile(Part(), Path.Combine(folder, $"part-{++number:00000}.parquet"));
        }
        while (isMore);

        IEnumerable<ProfileTable> Part()
        {
            for (var rowCount = 0L; isMore && rowCount < (long)MaxRowGroupCount * _rowGroupRowCount;)
            {
                rowCount += rest.Current.RowCount;
                yield return rest.Current;
                isMore = rest.MoveNext();
            }
        }
    }

    private void WriteFile(IEnumerable<ProfileTable> chunks, string path)
    {
        using var connection = new DuckDbConnection(_limits);
        using var rows = new DuckDbRowSource(connection, _columns.MetadataNames.Count, _columns.FeatureCount, chunks);
        string[] names = [.. _columns.MetadataNames, .. _columns.FeatureNames];
        var named = names.Select((name, column) => $"c{column} AS {DuckDbConnection.Name(name)}");
        try
        {
            connection.Execute(
                $"COPY (SELECT {string.Join(", ", named)} FROM {DuckDbRowSource.Name}()) "
                + $"TO {DuckDbConnection.Text(path)} "
                + $"({ParquetTable.CopyOptions(names, _provenance.ToDictionary(), _rowGroupRowCount)})");
        }
        catch (DuckDbException) when (rows.Error is not null)
        {
            ExceptionDispatchInfo.Throw(rows.Error);
        }
    }
}
