using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Tests;

/// <summary>
/// Planes and files made up for tests: reproducible noise, so that a filled-up pixel shows.
/// </summary>
internal static class TestImages
{
    public static ushort[] Noise(int count, int seed, int maximum = ushort.MaxValue)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (ushort)random.Next(maximum + 1))];
    }

    public static byte[] NoiseBytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static Plane PlaneOf(PixelPool pool, int width, int height, params ReadOnlySpan<ushort> samples)
    {
        var buffer = pool.Rent(samples.Length * 2);
        MemoryMarshal.AsBytes(samples).CopyTo(buffer.Bytes);
        return new Plane(width, height, SampleType.UInt16, buffer);
    }

    public static Plane PlaneOf(PixelPool pool, int width, int height, params ReadOnlySpan<byte> samples)
    {
        var buffer = pool.Rent(samples.Length);
        samples.CopyTo(buffer.Bytes);
        return new Plane(width, height, SampleType.UInt8, buffer);
    }

    /// <summary>The small files that truncation and mutation are tried on, by name.</summary>
    public static Dictionary<string, byte[]> SmallFiles()
    {
        var words = Noise(24 * 18, 1);
        var bytes = NoiseBytes(24 * 18, 2);
        var rgb = NoiseBytes(24 * 18 * 3, 3);
        return new Dictionary<string, byte[]>
        {
            ["deflate.tif"] = ImageEncoder.EncodeTiff(words, 24, 18),
            ["plain.tif"] = ImageEncoder.EncodePlainTiff(words, 24, 18),
            ["handmade.tif"] = new TiffFile { Width = 24, Height = 18, BitCount = 16, RowsPerStrip = 5 }
                .Write(MemoryMarshal.AsBytes(words.AsSpan())),
            ["big-endian.tif"] =
                new TiffFile { Width = 24, Height = 18, IsBigEndian = true, RowsPerStrip = 7 }.Write(bytes),
            ["bigtiff.tif"] = new TiffFile { Width = 24, Height = 18, IsBigTiff = true }.Write(bytes),
            ["lzw.tif"] =
                new TiffFile { Width = 24, Height = 18, Compression = 5, RowsPerStrip = 9, Pack = LzwPacker.Pack }
                    .Write(bytes),
            ["gray.png"] = ImageEncoder.EncodePng(bytes, 24, 18),
            ["gray16.png"] = ImageEncoder.EncodePng(words, 24, 18),
            ["rgb.png"] = ImageEncoder.EncodePngRgb(rgb, 24, 18),
            ["rgb.jpg"] = ImageEncoder.EncodeJpegRgb(rgb, 24, 18, 90),
        };
    }
}
