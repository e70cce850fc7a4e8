using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Says what a TIFF directory means, and refuses what cannot be meant.
/// </summary>
internal static class TiffPage
{
    public static PageLayout Describe(TiffBytes bytes, in TiffDirectory directory, int pageCount, long maxPixels)
    {
        var width = Number(bytes, directory.Width, "ImageWidth", null);
        var height = Number(bytes, directory.Height, "ImageLength", null);
        PixelBounds.Check(width, height, maxPixels);
        var bandCount = Number(bytes, directory.SamplesPerPixel, "SamplesPerPixel", 1);
        if (bandCount is 0 or > TiffHeaderReader.MaxBandCount)
            throw Error($"the TIFF has {bandCount} samples a pixel; 1 to {TiffHeaderReader.MaxBandCount} are read");
        var compression = Number(bytes, directory.Compression, "Compression", 1);
        if (compression == TiffCompression.OldJpeg)
            throw Error("the TIFF is compressed with old-style JPEG (6), which is not read");
        var bitCount = Same(bytes, directory.BitsPerSample, bandCount, "BitsPerSample");
        var kind = Same(bytes, directory.SampleFormat, bandCount, "SampleFormat");
        var photometric = Number(bytes, directory.Photometric, "PhotometricInterpretation", null);
        var layout = new PageLayout
        {
            Format = FileFormat.Tiff,
            Width = (int)width,
            Height = (int)height,
            PageCount = pageCount,
            BandCount = (int)bandCount,
            AlphaCount = AlphaCount(bytes, directory, (int)bandCount),
            PremultipliedAt = PremultipliedAt(bytes, directory),
            BitCount = (int)Math.Min(bitCount, ushort.MaxValue),
            Kind = (SampleKind)Math.Min(kind, ushort.MaxValue),
            Compression = (int)Math.Min(compression, ushort.MaxValue),
            Photometric = photometric switch
            {
                0 => Photometric.WhiteIsZero,
                1 => Photometric.BlackIsZero,
                2 => Photometric.Rgb,
                3 => Photometric.Palette,
                _ => Photometric.Other,
            },
            ColorName = NameOf(photometric),
        };
        _ = layout.SampleType;
        CheckData(bytes, directory, layout, NeededBytes(bytes, directory, layout, maxPixels));
        return layout with { Strips = Strips(bytes, directory, layout) };
    }

    /// <summary>The page's strips if their rows need no more than unpacking: bands together, bits in order.</summary>
    private static TiffStrips? Strips(TiffBytes bytes, in TiffDirectory directory, PageLayout layout)
    {
        var isPacked = layout.Compression is TiffCompression.Lzw or TiffCompression.Lzma;
        var predictor = isPacked ? Number(bytes, directory.Predictor, "Predictor", 1) : 1;
        var isOrdinary = (isPacked || layout.Compression == TiffCompression.None)
            && predictor is 1 or 2
            && layout.Photometric is Photometric.BlackIsZero or Photometric.WhiteIsZero or Photometric.Rgb
            && directory.TileWidth.Count == 0
            && Number(bytes, directory.FillOrder, "FillOrder", 1) == 1
            && (layout.BandCount == 1 || Number(bytes, directory.PlanarConfiguration, "PlanarConfiguration", 1) == 1);
        if (!isOrdinary)
            return null;
        var rows = Math.Min(Number(bytes, directory.RowsPerStrip, "RowsPerStrip", uint.MaxValue), (ulong)layout.Height);
        var stripCount = ((ulong)layout.Height + rows - 1) / rows;
        return directory.Offsets.Count == stripCount
            ? new TiffStrips(
                directory.Offsets, directory.ByteCounts, (int)rows, bytes.IsBigEndian, layout.Compression,
                predictor == 2)
            : null;
    }

    private static string NameOf(ulong photometric) => photometric switch
    {
        0 => "WhiteIsZero",
        1 => "BlackIsZero",
        2 => "RGB",
        3 => "Palette",
        4 => "TransparencyMask",
        5 => "CMYK",
        6 => "YCbCr",
        8 or 9 or 10 => "CIELAB",
        _ => $"number {photometric}",
    };

    private static ulong Number(TiffBytes bytes, TiffField field, string name, ulong? absent)
    {
        if (field.Count > 0)
            return field.Value(bytes, 0, name);
        return absent ?? throw Error($"the TIFF has no {name}");
    }

    /// <summary>The value that all bands share; the standard's 1 where there is none.</summary>
    private static ulong Same(TiffBytes bytes, TiffField field, ulong bandCount, string name)
    {
        if (field.Count == 0)
            return 1;
        var first = field.Value(bytes, 0, name);
        for (ulong i = 1; i < Math.Min(field.Count, bandCount); i++)
        {
            var value = field.Value(bytes, i, name);
            if (value != first)
                throw Error($"the TIFF's bands differ in {name}: {first} and {value}");
        }

        return first;
    }

    /// <summary>Extra samples declared as alpha (associated or not) that stand last.</summary>
    private static int AlphaCount(TiffBytes bytes, in TiffDirectory directory, int bandCount)
    {
        var count = 0;
        var extra = Math.Min(directory.ExtraSamples.Count, (ulong)bandCount);
        for (var i = extra; i > 0 && directory.ExtraSamples.Value(bytes, i - 1, "ExtraSamples") is 1 or 2; i--)
            count++;
        return count;
    }

    /// <summary>Where in the file the samples are said to be multiplied by alpha, or −1.</summary>
    private static long PremultipliedAt(TiffBytes bytes, in TiffDirectory directory)
    {
        var extra = directory.ExtraSamples;
        for (ulong i = 0; i < Math.Min(extra.Count, TiffHeaderReader.MaxBandCount); i++)
        {
            if (extra.Type == 3 && extra.Value(bytes, i, "ExtraSamples") == 1)
                return (long)(extra.Offset + i * 2);
        }

        return -1;
    }

    /// <summary>
    /// Bytes that a strip or tile must have at least: its samples where they are not compressed, else one.
    /// </summary>
    private static ulong NeededBytes(TiffBytes bytes, in TiffDirectory directory, PageLayout layout, long maxPixels)
    {
        var isTiled = directory.TileWidth.Count > 0 || directory.TileHeight.Count > 0;
        var width = isTiled ? Number(bytes, directory.TileWidth, "TileWidth", null) : (ulong)layout.Width;
        var height = isTiled
            ? Number(bytes, directory.TileHeight, "TileLength", null)
            : Math.Min(Number(bytes, directory.RowsPerStrip, "RowsPerStrip", uint.MaxValue), (ulong)layout.Height);
        if (isTiled || height == 0)
            PixelBounds.Check(width, height, maxPixels, isTiled ? "the TIFF's tile" : "the TIFF's strip");
        if (layout.Compression != TiffCompression.None)
            return 1;
        var isSeparate = Number(bytes, directory.PlanarConfiguration, "PlanarConfiguration", 1) == 2;
        return width * height * (ulong)(layout.SampleType.ByteCount() * (isSeparate ? 1 : layout.BandCount));
    }

    /// <summary>
    /// Every strip or tile must lie in the file. What an uncompressed one must hold follows from its size, so a false
    /// count is no harm there (some programs write such); the last strip may be lower than the others.
    /// </summary>
    private static void CheckData(TiffBytes bytes, in TiffDirectory directory, PageLayout layout, ulong needed)
    {
        var (offsets, counts) = (directory.Offsets, directory.ByteCounts);
        if (offsets.Count == 0)
            throw Error("the TIFF's directory names no strips and no tiles");
        if (counts.Count > 0 && counts.Count < offsets.Count)
            throw Error($"the TIFF has {offsets.Count} strips or tiles and the sizes of {counts.Count}");
        var length = (ulong)bytes.Length;
        for (ulong i = 0; i < offsets.Count; i++)
        {
            var start = offsets.Value(bytes, i, "StripOffsets");
            var declared = counts.Count == 0 ? 1 : counts.Value(bytes, i, "StripByteCounts");
            var size = layout.Compression == TiffCompression.None ? Math.Min(declared, needed) : declared;
            if (start >= length || size > length - start)
                throw Error(
                    $"the TIFF is truncated: strip or tile {i} takes {size} bytes "
                    + $"from byte {start} on, the file has {length}");
        }
    }

    private static ScreenDataException Error(string reason) => new(reason, Place.Unknown);
}
