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
        int maxRowGroupRowCount = StreamedParquetWriter.MaxRowGroupRowCount)
    {
        TableNames.RequireStorable(columns);
        switch (TableFile.FormatOf(path))
        {
            case TableFormat.Parquet:
                new StreamedParquetWriter(columns, provenance, limits, maxRowGroupRowCount).Write(chunks, path);
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

    private static void WriteText(
        ProfileTable columns, IEnumerable<ProfileTable> chunks, Stream stream, string path, char delimiter)
    {
        using var gzip = GzipText.IsGzip(path)
            ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)
            : null;
        using var writer = new StreamWriter(gzip ?? stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        CsvTable.WriteHeader(columns, writer, delimiter);
        foreach (var chunk in chunks)
            CsvTable.WriteRows(chunk, writer, delimiter);
    }
}
