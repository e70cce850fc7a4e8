using HcsGrid.Imaging.Formats;
using HcsGrid.Imaging.Vips;
using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Reads TIFF, PNG and JPEG files into gray planes, or into exactly what is stored.
/// </summary>
/// <remarks>
/// <para>Files are hostile: the header is read by code of our own and held against the bounds before memory is taken
/// for a pixel; a file that is empty, cut short, damaged or of an unknown kind is a <see cref="ScreenDataException"/>
/// with a reason of its own, whose place the caller completes. A truncated image is never filled up.</para>
/// <para>What is read and what is refused stands in docs/formats/images.md. Safe to use from any thread.</para>
/// </remarks>
public sealed class ImageDecoder
{
    private readonly PixelPool _pool;
    private readonly ImageDecoderOptions _options;

    public ImageDecoder(PixelPool pool, ImageDecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _pool = pool;
        _options = options;
    }

    /// <summary>Where decoded pixels lie.</summary>
    public PixelPool Pool => _pool;

    /// <summary>What the file declares, without decoding it.</summary>
    /// <exception cref="ScreenDataException">The file is no image, is damaged, too large, or its samples are not
    /// read.</exception>
    public ImageHeader ReadHeader(ReadOnlyMemory<byte> file)
    {
        var layout = HeaderReader.Read(file.Span, 0, _options);
        return new ImageHeader(
            layout.FormatName, layout.Width, layout.Height, layout.PageCount, layout.BandCount, layout.SampleType,
            layout.Photometric)
        {
            PixelSizeMicrometres = layout.PixelSizeMicrometres,
        };
    }

    /// <summary>Decodes one gray plane, as the file shows it.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pageIndex">The page, from 0.</param>
    /// <param name="band">Which band, from 0, where the image has several that differ; null where it is gray.</param>
    /// <remarks>
    /// A palette is applied, WhiteIsZero is inverted. An image of several bands is gray without a band being named if
    /// they are the same everywhere; alpha does not count.
    /// </remarks>
    /// <exception cref="ScreenDataException">The file cannot be read so; the text says why, and what to
    /// set.</exception>
    public Plane DecodePlane(ReadOnlyMemory<byte> file, int pageIndex = 0, int? band = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pageIndex);
        var layout = HeaderReader.Read(file.Span, pageIndex, _options);
        var type = layout.SampleType;
        if (layout.Photometric == Photometric.Other && !layout.IsYCbCrInJpeg)
            throw new ScreenDataException(
                $"the image's colours are {layout.ColorName}; gray, palette and RGB are read", Place.Unknown);
        var pixels = Decode(file.Span, pageIndex, layout, out var bandCount);
        if (bandCount == 1 && band is null or 0)
            return new Plane(layout.Width, layout.Height, type, pixels);
        using (pixels)
        {
            var alphaCount = Math.Max(layout.AlphaCount, AlphaAdded(layout, bandCount));
            var chosen = BandPicker.Choose(pixels.Bytes, type, bandCount, alphaCount, band);
            var gray = _pool.Rent(layout.Width * layout.Height * type.ByteCount());
            BandPicker.Copy(pixels.Bytes, type, bandCount, chosen, gray.Bytes);
            return new Plane(layout.Width, layout.Height, type, gray);
        }
    }

    /// <summary>
    /// Decodes the first page's samples as they are stored: no palette, no inversion, no orientation.
    /// </summary>
    /// <exception cref="ScreenDataException">They cannot be had exactly; the text says why.</exception>
    public StoredImage DecodeStored(ReadOnlyMemory<byte> file)
    {
        var layout = HeaderReader.Read(file.Span, 0, _options);
        var type = layout.SampleType;
        var isExact = layout.Photometric is Photometric.BlackIsZero or Photometric.WhiteIsZero or Photometric.Rgb;
        if (!isExact || TiffCompression.IsLossy(layout.Compression))
            throw new ScreenDataException(
                $"the image's stored samples are not read: its colours are {layout.ColorName}"
                + (layout.Format == FileFormat.Tiff
                    ? $", its compression {TiffCompression.NameOf(layout.Compression)}"
                    : ""),
                Place.Unknown);
        var pixels = Decode(file.Span, 0, layout, out var bandCount);
        if (bandCount != layout.BandCount)
        {
            pixels.Dispose();
            throw new ScreenDataException(
                "the image's stored samples are not read: "
                + $"it declares {layout.BandCount} bands and decodes to {bandCount}",
                Place.Unknown);
        }

        if (layout.Photometric == Photometric.WhiteIsZero)
            BandPicker.Invert(pixels.Bytes);
        return new StoredImage(layout.Width, layout.Height, layout.PageCount, bandCount, type, pixels);
    }

    private PixelBuffer Decode(ReadOnlySpan<byte> file, int pageIndex, PageLayout layout, out int bandCount)
    {
        if (TiffStripReader.TryRead(file, layout, _pool) is not { } pixels)
            return VipsLoader.Decode(file, pageIndex, layout, _pool, out bandCount);
        bandCount = layout.BandCount;
        return pixels;
    }

    /// <summary>A PNG's transparent colour becomes an alpha band that its header does not count.</summary>
    private static int AlphaAdded(PageLayout layout, int bandCount) =>
        layout.Format == FileFormat.Png && bandCount is 2 or 4 ? 1 : 0;
}
