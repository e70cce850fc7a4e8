using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Knows a file by its first bytes and reads its header.
/// </summary>
internal static class HeaderReader
{
    public static PageLayout Read(ReadOnlySpan<byte> file, int pageIndex, ImageDecoderOptions options)
    {
        if (file.Length == 0)
            throw Error("the file is empty (0 bytes)");
        if (file.Length > options.MaxFileBytes)
            throw Error(
                $"the file has {file.Length} bytes; "
                + $"the bound is {options.MaxFileBytes} (setting limits.maxImageBytes)");
        if (TiffHeaderReader.IsTiff(file))
            return TiffHeaderReader.Read(file, pageIndex, options.MaxPixels);
        var layout = PngHeaderReader.IsPng(file)
            ? PngHeaderReader.Read(file, options.MaxPixels)
            : JpegHeaderReader.IsJpeg(file)
                ? JpegHeaderReader.Read(file, options.MaxPixels)
                : throw Error($"the file is no TIFF, PNG or JPEG (it begins with {Describe(file)})");
        if (pageIndex > 0)
            throw Error($"the image has 1 page; there is none of index {pageIndex} (counted from 0)");
        return layout;
    }

    private static string Describe(ReadOnlySpan<byte> file) =>
        Convert.ToHexString(file[..Math.Min(file.Length, 8)]);

    private static ScreenDataException Error(string reason) => new(reason, Place.Unknown);
}
