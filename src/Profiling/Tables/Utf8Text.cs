using System.Text;
using System.Text.Unicode;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Refuses text that is not UTF-8, with the line.
/// </summary>
/// <remarks>
/// .NET puts U+FFFD in the place of bytes that are none of UTF-8: names that differ in these alone, as two compounds
/// with Greek letters in Windows-1252, would become one. A file with a byte order mark of UTF-16 is read as that.
/// </remarks>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a text whose decoding ends in <see cref="DecoderFallbackException"/> where it is not UTF-8; the
    /// stream stays open.</summary>
    public static StreamReader ReaderOf(Stream stream) => new(stream, Strict, leaveOpen: true);

    /// <summary>The text that bytes hold.</summary>
    /// <exception cref="ScreenDataException">They are not UTF-8; the place names the file and the line.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string blobName)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw FaultOf(error, blobName, LineOfFault(new MemoryStream(bytes.ToArray())));
        }
    }

    /// <summary>The error of a text whose decoding ended in another.</summary>
    public static ScreenDataException FaultOf(DecoderFallbackException error, string blobName, int? lineNumber) =>
        new(
            $"The text is not UTF-8, which tables are: the byte 0x{error.BytesUnknown?.FirstOrDefault():X2} stands "
            + "where it has none. It may be of Windows (cp1252): write it as UTF-8",
            new Place { Blob = blobName, LineNumber = lineNumber },
            error);

    /// <summary>The first line that is not UTF-8, from 1; null where all are.</summary>
    public static int? LineOfFault(Stream stream)
    {
        // No other character of UTF-8 holds the byte that ends a line, so lines can be looked at one by one.
        using var lines = new StreamReader(
            stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (!Utf8.IsValid(Encoding.Latin1.GetBytes(line)))
                return number;
        }

        return null;
    }
}
