using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// What a file's header says of one page.
/// </summary>
internal sealed record PageLayout
{
    public required FileFormat Format { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public int PageCount { get; init; } = 1;

    /// <summary>Stored samples a pixel.</summary>
    public required int BandCount { get; init; }

    /// <summary>How many of them, at the end, are alpha.</summary>
    public int AlphaCount { get; init; }

    /// <summary>
    /// TIFF: where the file says (a 16-bit 1) that samples are multiplied by alpha; −1 where it does not.
    /// </summary>
    public long PremultipliedAt { get; init; } = -1;

    public required int BitCount { get; init; }

    public SampleKind Kind { get; init; } = SampleKind.Unsigned;

    public required Photometric Photometric { get; init; }

    /// <summary>What the file calls its colours, for messages.</summary>
    public required string ColorName { get; init; }

    /// <summary>TIFF's number of the compression; 0 for other formats.</summary>
    public int Compression { get; init; }

    /// <summary>TIFF: micrometres of a pixel, where the file tells; null otherwise.</summary>
    public double? PixelSizeMicrometres { get; init; }

    /// <summary>TIFF: the page's strips, where they can be read without libvips.</summary>
    public TiffStrips? Strips { get; init; }

    /// <summary>A TIFF of JPEG-compressed YCbCr, which decodes to RGB as a JPEG does.</summary>
    public bool IsYCbCrInJpeg => Compression == TiffCompression.Jpeg && ColorName == "YCbCr";

    public string FormatName => Format switch
    {
        FileFormat.Tiff => "tiff",
        FileFormat.Png => "png",
        _ => "jpeg",
    };

    /// <summary>The sample type that the decoded pixels have.</summary>
    /// <exception cref="ScreenDataException">It is none that is read; the text says what it is.</exception>
    public SampleType SampleType
    {
        get
        {
            var isPngPalette = Format == FileFormat.Png && Photometric == Photometric.Palette;
            if (Kind == SampleKind.Unsigned && (BitCount == 8 || isPngPalette))
                return SampleType.UInt8;
            if (Kind == SampleKind.Unsigned && BitCount == 16 && Photometric != Photometric.Palette)
                return SampleType.UInt16;
            throw new ScreenDataException(
                $"the image's samples are {DescribeSamples()}; only unsigned samples of 8 or 16 bits are read",
                Place.Unknown);
        }
    }

    private string DescribeSamples()
    {
        var kind = Kind switch
        {
            SampleKind.Unsigned => "unsigned",
            SampleKind.Signed => "signed",
            SampleKind.Float => "floating-point",
            SampleKind.ComplexInteger or SampleKind.ComplexFloat => "complex",
            _ => $"of unknown kind {(int)Kind}",
        };
        var palette = Photometric == Photometric.Palette ? " (indexes into a palette)" : "";
        return $"{kind} with {BitCount} bits{palette}";
    }
}
