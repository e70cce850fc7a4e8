using System.IO.Compression;
using System.Text;
using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Writes a table chunk by chunk, to the bytes' form of <see cref="TableFile.Write"/>.
/// </summary>
/// <remarks>The file appears whole or not at all. Chunks are made while it writes, and not kept.</remarks>
internal static class StreamedTableWriter
{
    /// <summary>The most rows of a row group: 60 vectors of DuckDB's, as it writes itself.</summary>
    private const int MaxRowGroupRowCount = 60 * 2048;

    /// <summary>Writes chunks of the same columns as the first table, which may have no rows.</summary>
    /// <param name="maxRowGroupRowCount">The most rows of a row group of Parquet: they are held until it is
    /// full.</param>
    /// <exception cref="ArgumentException">There are no columns, or names that stored tables do not allow.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        ProfileTable columns,
        IEnumerable<ProfileTable> chunks,
        string path,
        TableProvenance provenance,
        DuckDbLimits limits,
        int maxRowGroupRowCount = MaxRowGroupRowCount)
    {
        TableNames.RequireStorable(columns);
        switch (TableFile.FormatOf(path))
        {
            case TableFormat.Parquet:
                var rowGroup = Math.Min(
                    maxRowGroupRowCount,
                    RowGroupRowCount(columns.MetadataNames.Count + columns.FeatureCount, limits));
                WriteParquet(columns, chunks, Path.GetFullPath(path), provenance, limits, rowGroup);
                break;
            case TableFormat.Csv or TableFormat.Tsv:
                var delimiter = TableFile.FormatOf(path) == TableFormat.Tsv ? '\t' : ',';
                WholeFile.Write(path, stream => WriteText(columns, chunks, stream, path, delimiter));
                ProvenanceFile.WriteBeside(path, provenance);
                break;
            default:
                throw new ScreenDataException(
                    "Only .csv, .tsv, .txt (each also with .gz) and .parquet are written in chunks",
                    new Place { Blob = path });
        }
    }

    /// <summary>Rows of a row group: as many as fit into a quarter of the memory, since a file's directory grows with
    /// its row groups, and whoever reads or writes it holds it whole.</summary>
    private static int RowGroupRowCount(int columnCount, DuckDbLimits limits)
    {
        const int VectorRowCount = 2048;
        var vectors = limits.MemoryBytes / 4 / (8L * columnCount * VectorRowCount);
        return VectorRowCount * (int)Math.Clamp(vectors, 1, MaxRowGroupRowCount / VectorRowCount);
    }

    private static void WriteText(
        ProfileTable columns, IEnumerable<ProfileTable> chunks, Stream stream, string path, char delimiter)
    {
        using var gzip = CsvTable.IsGzip(path)
            ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)
            : null;
        using var writer = new StreamWriter(gzip ?? stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        CsvTable.WriteHeader(columns, writer, delimiter);
        foreach (var chunk in chunks)
            CsvTable.WriteRows(chunk, writer, delimiter);
    }

    private static void WriteParquet(
        ProfileTable columns,
        IEnumerable<ProfileTable> chunks,
        string path,
        TableProvenance provenance,
        DuckDbLimits limits,
        int rowGroup)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var connection = new DuckDbConnection(limits))
            using (var rows = new DuckDbRowSource(
                connection, columns.MetadataNames.Count, columns.FeatureCount, chunks))
            {
                string[] names = [.. columns.MetadataNames, .. columns.FeatureNames];
                var named = names.Select((name, column) => $"c{column} AS {DuckDbConnection.Name(name)}");
                try
                {
                    connection.Execute(
                        $"COPY (SELECT {string.Join(", ", named)} FROM {DuckDbRowSource.Name}()) "
                        + $"TO {DuckDbConnection.Text(unfinished)} "
                        + $"({ParquetTable.CopyOptions(names, provenance.ToDictionary(), rowGroup)})");
                }
                catch (DuckDbException error)
                {
                    if (rows.Error is { } cause)
                        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
                    throw new IOException($"The table cannot be written to {path}: {error.Message}", error);
                }
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }
}
