using System.Globalization;
using System.IO.Compression;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads and writes profile tables as GCT 1.3, the text form of Morpheus and cmapPy: a line a feature, a column a
/// profile.
/// </summary>
/// <remarks>
/// <para>The form is specified in <c>docs/formats/gct.md</c>, after the Connectivity Map's GCT 1.3. Metadata are column
/// metadata; features have no row metadata. The form has no quoting: a tab or line break in a text cannot be
/// written.</para>
/// <para>Missing metadata are empty fields; <c>NaN</c>, <c>NA</c> and <c>-666</c> of other programs read as missing
/// too, so these texts do not come back. Missing features are <c>NaN</c>.</para>
/// </remarks>
public static class GctTable
{
    /// <summary>The metadata column that a file's column ids go to, unless they are <c>SAMPLE_0</c>,
    /// <c>SAMPLE_1</c>, …</summary>
    public const string IdName = "Metadata_id";

    /// <summary>Reads a table; a name that ends in <c>.gz</c> means gzip.</summary>
    /// <exception cref="ScreenDataException">The file is no such table; the place names the file and the
    /// line.</exception>
    public static ProfileTable Read(Stream stream, string blobName, FeatureChoice features) =>
        GzipText.Read(stream, blobName, reader => features.Apply(
            new GctTableReader(reader, blobName).Read(), new Place { Blob = blobName }));

    /// <summary>Writes a table, as gzip where the name says so.</summary>
    /// <exception cref="ArgumentException">A name or text has a tab, a line break, or a quotation mark at its
    /// beginning.</exception>
    public static void Write(ProfileTable table, Stream stream, string blobName)
    {
        TableNames.RequireStorable(table);
        RequirePlainTexts(table);
        using var gzip = GzipText.IsGzip(blobName)
            ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)
            : null;
        using var writer = new StreamWriter(gzip ?? stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.Write("#1.3\n");
        writer.Write(string.Create(
            CultureInfo.InvariantCulture, $"{table.FeatureCount}\t{table.RowCount}\t0\t{table.MetadataNames.Count}\n"));
        WriteLine(writer, "id", Enumerable.Range(1, table.RowCount).Select(row => $"SAMPLE_{row - 1}"));
        foreach (var name in table.MetadataNames)
            WriteLine(writer, name, table.Metadata(name));
        Span<char> digits = stackalloc char[32];
        for (var f = 0; f < table.FeatureCount; f++)
        {
            writer.Write(table.FeatureNames[f]);
            foreach (var value in table.Feature(f))
            {
                writer.Write('\t');
                writer.Write(digits[..CsvTable.Format(value, "NaN", digits)]);
            }

            writer.Write('\n');
        }
    }

    private static void WriteLine(StreamWriter writer, string name, IEnumerable<string> texts)
    {
        writer.Write(name);
        foreach (var text in texts)
        {
            writer.Write('\t');
            writer.Write(text);
        }

        writer.Write('\n');
    }

    private static void RequirePlainTexts(ProfileTable table)
    {
        foreach (var name in table.MetadataNames)
        {
            var column = table.Metadata(name);
            for (var row = 0; row < column.Count; row++)
            {
                if (column[row].AsSpan().IndexOfAny("\t\r\n") >= 0)
                {
                    throw new ArgumentException(
                        $"'{name}' has a tab or line break in row {row + 1}, which GCT cannot hold.", nameof(table));
                }
            }
        }
    }
}
