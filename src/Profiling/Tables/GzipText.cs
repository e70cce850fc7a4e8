using System.IO.Compression;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads text that may be gzip, and refuses gzip that is broken or cut short.
/// </summary>
/// <remarks>
/// .NET takes the end of a cut file for the end of the text, unless the program is set to strict validation:
/// <c>System.IO.Compression.UseStrictValidation</c>, which <c>Directory.Build.props</c> sets for all programs and
/// tests. DuckDB never refuses it. A table that lost its last rows on the way would read as a smaller one.
/// </remarks>
internal static class GzipText
{
    private const string StrictSwitch = "System.IO.Compression.UseStrictValidation";

    /// <summary>The name ends in <c>.gz</c>.</summary>
    public static bool IsGzip(string blobName) => blobName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Does something with a file's text, unpacked where the name ends in <c>.gz</c>; the stream stays
    /// open.</summary>
    /// <exception cref="ScreenDataException">The gzip is broken or cut short, or the text is not UTF-8; the place names
    /// the file, and the line where the stream can be read again.</exception>
    /// <exception cref="InvalidOperationException">The program that runs does not have cut files refused.</exception>
    public static T Read<T>(Stream stream, string blobName, Func<TextReader, T> work)
    {
        var start = stream.CanSeek ? stream.Position : 0;
        try
        {
            return Plain(stream, blobName, plain =>
            {
                using var reader = Utf8Text.ReaderOf(plain);
                return work(reader);
            });
        }
        catch (DecoderFallbackException error)
        {
            if (!stream.CanSeek)
                throw Utf8Text.FaultOf(error, blobName, null);
            stream.Position = start;
            throw Utf8Text.FaultOf(error, blobName, Plain(stream, blobName, Utf8Text.LineOfFault));
        }
    }

    /// <summary>Refuses a file that is gzip by its name and broken or cut short; it is unpacked to its end.</summary>
    /// <inheritdoc cref="Read{T}"/>
    public static void RequireWhole(string path)
    {
        if (!IsGzip(path))
            return;
        using var file = File.OpenRead(path);
        Unpack(file, path, plain =>
        {
            plain.CopyTo(Stream.Null);
            return true;
        });
    }

    private static T Plain<T>(Stream stream, string blobName, Func<Stream, T> work) =>
        IsGzip(blobName) ? Unpack(stream, blobName, work) : work(stream);

    private static T Unpack<T>(Stream stream, string blobName, Func<Stream, T> work)
    {
        if (!AppContext.TryGetSwitch(StrictSwitch, out var isStrict) || !isStrict)
        {
            throw new InvalidOperationException(
                $"{StrictSwitch} is not set in runtimeconfig.json: a cut gzip file would read as a shorter table.");
        }

        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            return work(gzip);
        }
        catch (InvalidDataException error)
        {
            throw new ScreenDataException(
                $"The gzip is broken or cut short: {error.Message}", new Place { Blob = blobName }, error);
        }
    }
}
