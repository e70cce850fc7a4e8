using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Reads a TIFF's directories: classic and BigTIFF, in both byte orders.
/// </summary>
/// <remarks>
/// Nothing is allocated by a size that the file declares, every offset is checked against the file's length, and a
/// list of directories that runs in a circle ends. Whatever is wrong is a <see cref="ScreenDataException"/>.
/// </remarks>
internal static class TiffHeaderReader
{
    /// <summary>Most directories of a file that are followed.</summary>
    public const int MaxPageCount = 65_535;

    /// <summary>Most samples a pixel.</summary>
    public const int MaxBandCount = 64;

    private const int MaxEntryCount = 4096;

    public static bool IsTiff(ReadOnlySpan<byte> file) =>
        file.Length >= 4 && (file[..4].SequenceEqual("II*\0"u8) || file[..4].SequenceEqual("MM\0*"u8)
            || file[..4].SequenceEqual("II+\0"u8) || file[..4].SequenceEqual("MM\0+"u8));

    /// <summary>Reads the page of this index and counts all.</summary>
    public static PageLayout Read(ReadOnlySpan<byte> file, int pageIndex, long maxPixels)
    {
        var bytes = new TiffBytes(file, file[0] == (byte)'M');
        var isBig = file[2] == (byte)'+' || file[3] == (byte)'+';
        var next = isBig ? bytes.Long8(8, "first directory's offset") : bytes.Long(4, "first directory's offset");
        if (next == 0)
            throw Error("the TIFF has no image");
        if (isBig && bytes.Word(4, "header") != 8)
            throw Error($"the BigTIFF has offsets of {bytes.Word(4, "header")} bytes; only 8 are known");
        var wanted = default(TiffDirectory);
        var pageCount = 0;
        // Brent: the offset that all later ones are compared with moves on at each power of two.
        ulong compared = 0;
        var power = 1;
        while (next != 0)
        {
            if (next == compared)
                throw Error("the TIFF's list of directories runs in a circle");
            if (pageCount == MaxPageCount)
                throw Error($"the TIFF has more than {MaxPageCount} directories, the most that are read");
            if (pageCount == power)
            {
                compared = next;
                power *= 2;
            }

            next = isBig
                ? ReadBig(bytes, next, pageCount == pageIndex, ref wanted)
                : ReadClassic(bytes, next, pageCount == pageIndex, ref wanted);
            pageCount++;
        }

        if (pageIndex >= pageCount)
            throw Error($"the image has {pageCount} pages; there is none of index {pageIndex} (counted from 0)");
        return TiffPage.Describe(bytes, wanted, pageCount, maxPixels) with
        {
            PixelSizeMicrometres = TiffPixelSize.Read(bytes, wanted),
        };
    }

    private static ulong ReadClassic(TiffBytes bytes, ulong offset, bool isWanted, ref TiffDirectory directory)
    {
        var count = bytes.Word(offset, "directory");
        if (count is 0 or > MaxEntryCount)
            throw Error($"a TIFF directory has {count} entries; 1 to {MaxEntryCount} are read");
        for (var i = 0; isWanted && i < count; i++)
        {
            var entry = offset + 2 + (ulong)i * 12;
            var type = bytes.Word(entry + 2, "directory");
            ulong valueCount = bytes.Long(entry + 4, "directory");
            var valueBytes = (ulong)TiffField.ByteCountOf(type) * valueCount;
            var at = valueBytes <= 4 ? entry + 8 : bytes.Long(entry + 8, "directory");
            directory.Put(bytes.Word(entry, "directory"), new TiffField(type, valueCount, at));
        }

        return bytes.Long(offset + 2 + (ulong)count * 12, "directory");
    }

    private static ulong ReadBig(TiffBytes bytes, ulong offset, bool isWanted, ref TiffDirectory directory)
    {
        var count = bytes.Long8(offset, "directory");
        if (count is 0 or > MaxEntryCount)
            throw Error($"a TIFF directory has {count} entries; 1 to {MaxEntryCount} are read");
        for (ulong i = 0; isWanted && i < count; i++)
        {
            var entry = offset + 8 + i * 20;
            var type = bytes.Word(entry + 2, "directory");
            var valueCount = bytes.Long8(entry + 4, "directory");
            var isInline = valueCount <= 8 && (ulong)TiffField.ByteCountOf(type) * valueCount <= 8;
            var at = isInline ? entry + 12 : bytes.Long8(entry + 12, "directory");
            directory.Put(bytes.Word(entry, "directory"), new TiffField(type, valueCount, at));
        }

        return bytes.Long8(offset + 8 + count * 20, "directory");
    }

    private static ScreenDataException Error(string reason) => new(reason, Place.Unknown);
}
