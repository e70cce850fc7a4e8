using HcsGrid.Plates;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Streaming;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// A Parquet table of one file, or of a folder whose name ends in <c>.parquet</c>: its files, as one a plate, are parts
/// of one table.
/// </summary>
/// <remarks>A reader holds the directory of a file whole, some 1.7 KB a column and row group. Of a folder it holds that
/// of one file at a time.</remarks>
internal static class ParquetParts
{
    /// <summary>The files in ordinal order of their names; the path itself where it is a file.</summary>
    /// <exception cref="ScreenDataException">The folder has no Parquet file.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files = [.. Directory.GetFiles(path, "*.parquet").Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new ScreenDataException("The folder has no .parquet file", new Place { Blob = path });
    }

    /// <summary>The columns of every file, as SQL reads them.</summary>
    /// <exception cref="ScreenDataException">A file is no table, or has other columns than the first.</exception>
    public static IReadOnlyList<StreamedColumn> ColumnsOf(
        DuckDbConnection connection, IReadOnlyList<string> files, FeatureChoice features)
    {
        var columns = ColumnsOf(files[0]);
        foreach (var file in files.Skip(1))
        {
            var own = ColumnsOf(file);
            if (own.SequenceEqual(columns))
                continue;
            var other = columns.Except(own).Concat(own.Except(columns)).FirstOrDefault();
            throw new ScreenDataException(
                other is null
                    ? $"The columns have another order than in {files[0]}"
                    : $"The column '{other.Name}' is not the same as in {files[0]}: the parts of a table have the "
                        + "same columns",
                new Place { Blob = file });
        }

        return columns;

        IReadOnlyList<StreamedColumn> ColumnsOf(string file) =>
            ParquetTable.ColumnsOf(connection, file, new Place { Blob = file }, features);
    }
}
