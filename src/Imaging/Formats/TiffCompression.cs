namespace HcsGrid.Imaging.Formats;

/// <summary>
/// The names of TIFF's compressions, for messages.
/// </summary>
internal static class TiffCompression
{
    public const int None = 1;
    public const int Lzw = 5;
    public const int OldJpeg = 6;
    public const int Jpeg = 7;
    public const int Lzma = 34925;
    public const int WebP = 50001;

    /// <summary>Whether decoders may differ about the samples.</summary>
    public static bool IsLossy(int compression) =>
        compression is OldJpeg or Jpeg or WebP or 33003 or 33005 or 34712 or 34887;

    public static string NameOf(int compression) => compression switch
    {
        None => "none",
        2 or 3 or 4 => "CCITT fax",
        Lzw => "LZW",
        OldJpeg => "old-style JPEG",
        Jpeg => "JPEG",
        8 or 32946 => "Deflate",
        32773 => "PackBits",
        Lzma => "LZMA",
        50000 => "Zstandard",
        WebP => "WebP",
        _ => $"number {compression}",
    };
}
