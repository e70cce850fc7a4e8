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
        CheckTile(bytes, directory, maxPixels);
        CheckData(bytes, directory);
        return new PageLayout
        {
            Format = FileFormat.Tiff,
            Width = (int)width,
            Height = (int)height,
            PageCount = pageCount,
            BandCount = (int)bandCount,
            AlphaCount = AlphaCount(bytes, directory, (int)bandCount),
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

    private static void CheckTile(TiffBytes bytes, in TiffDirectory directory, long maxPixels)
    {
        if (directory.TileWidth.Count == 0 && directory.TileHeight.Count == 0)
            return;
        var width = Number(bytes, directory.TileWidth, "TileWidth", null);
        var height = Number(bytes, directory.TileHeight, "TileLength", null);
        PixelBounds.Check(width, height, maxPixels, "the TIFF's tile");
    }

    /// <summary>Every strip or tile must lie in the file.</summary>
    private static void CheckData(TiffBytes bytes, in TiffDirectory directory)
    {
        var (offsets, counts) = (directory.Offsets, directory.ByteCounts);
        if (offsets.Count == 0)
            throw Error("the TIFF's directory names no strips and no tiles");
        if (counts.Count > 0 && counts.Count < offsets.Count)
            throw Error($"the TIFF has {offsets.Count} strips or tiles and the sizes of {counts.Count}");
        for (ulong i = 0; i < offsets.Count; i++)
        {
            var start = offsets.Value(bytes, i, "StripOffsets");
            var size = counts.Count == 0 ? 0 : counts.Value(bytes, i, "StripByteCounts");
            if (start > (ulong)bytes.Length || size > (ulong)bytes.Length - start)
                throw Error(
                    $"the TIFF is truncated: strip or tile {i} takes {size} bytes from byte {start} on, "
                    + $"the file has {bytes.Length}");
        }
    }

    private static ScreenDataException Error(string reason) => new(reason, Place.Unknown);
}
