using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HcsGrid.Plates;
using HcsGrid.Tests;

namespace HcsGrid.Imaging.Tests;

public sealed class ImageDecoderTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ImageDecoder _decoder;

    public ImageDecoderTests() => _decoder = new ImageDecoder(_pool, new ImageDecoderOptions());

    [Fact]
    public void A_gray_palette_of_a_real_screen_shows_the_gray_that_is_stored()
    {
        var file = File.ReadAllBytes(Shared.PathOf("data", "sbs96", "Channel1-01-A-01.tif"));
        // By hand: big-endian, one strip of 640 x 640 bytes at 34,222; the palette's entry i is the gray i.
        Assert.Equal(34222u, BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(10 + 12 * 6 + 8)));
        using (var plane = _decoder.DecodePlane(file))
        {
            Assert.Equal((640, 640, SampleType.UInt8), (plane.Width, plane.Height, plane.Type));
            Assert.True(plane.UInt8Samples.SequenceEqual(file.AsSpan(34222, 640 * 640)));
        }

        Assert.Equal(Photometric.Palette, _decoder.ReadHeader(file).Photometric);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Theory]
    [InlineData("data", "phenix", "DMSO", "r04c14f05p01-ch2sk1fk1fl1.tiff", SampleType.UInt16)]
    [InlineData("data", "lincs_a549", "images", "r01c01f01p01-ch1sk1fk1fl1.png", SampleType.UInt8)]
    public void Real_fields_decode_to_1080_squares(string a, string b, string c, string d, SampleType type)
    {
        var file = File.ReadAllBytes(Shared.PathOf(a, b, c, d));
        using (var plane = _decoder.DecodePlane(file))
        using (var stored = _decoder.DecodeStored(file))
        {
            Assert.Equal((1080, 1080, type), (plane.Width, plane.Height, plane.Type));
            Assert.Equal((1080, 1080, 1, 1), (stored.Width, stored.Height, stored.BandCount, stored.PageCount));
            Assert.True(plane.Bytes.SequenceEqual(stored.Bytes));
            var statistics = PlaneStatistics.Measure(plane);
            Assert.Equal(stored.Sum, statistics.Mean * plane.PixelCount, 3);
            Assert.True(statistics.StandardDeviation > 1);
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void A_real_micrograph_in_JPEG_is_gray_or_needs_a_band()
    {
        var file = File.ReadAllBytes(Shared.PathOf("data", "gold", "images", "S1.jpg"));
        var header = _decoder.ReadHeader(file);
        using (var plane = _decoder.DecodePlane(file, 0, 0))
            Assert.Equal((header.Width, header.Height), (plane.Width, plane.Height));
        Assert.Equal("jpeg", header.Format);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Either_byte_order_and_either_size_of_offsets_give_the_samples(bool isBigEndian, bool isBigTiff)
    {
        var words = TestImages.Noise(31 * 17, 5);
        var file = new TiffFile
        {
            Width = 31,
            Height = 17,
            BitCount = 16,
            IsBigEndian = isBigEndian,
            IsBigTiff = isBigTiff,
            RowsPerStrip = 4,
        }.Write(MemoryMarshal.AsBytes(words.AsSpan()));
        using var plane = _decoder.DecodePlane(file);
        Assert.True(plane.UInt16Samples.SequenceEqual(words));
    }

    [Fact]
    public void Each_page_is_decoded_by_its_index_and_one_too_many_is_refused()
    {
        byte[][] pages = [TestImages.NoiseBytes(12, 1), TestImages.NoiseBytes(12, 2), TestImages.NoiseBytes(12, 3)];
        var file = new TiffFile { Width = 4, Height = 3 }.Write(pages);
        Assert.Equal(3, _decoder.ReadHeader(file).PageCount);
        for (var i = 0; i < pages.Length; i++)
        {
            using var plane = _decoder.DecodePlane(file, i);
            Assert.True(plane.UInt8Samples.SequenceEqual(pages[i]));
        }

        var error = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(file, 3));
        Assert.Contains("has 3 pages; there is none of index 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void White_is_zero_is_shown_inverted_and_stored_as_it_is()
    {
        byte[] samples = [0, 1, 2, 100, 254, 255];
        var file = new TiffFile { Width = 3, Height = 2, Photometric = 0 }.Write(samples);
        using var plane = _decoder.DecodePlane(file);
        using var stored = _decoder.DecodeStored(file);
        Assert.Equal([255, 254, 253, 155, 1, 0], plane.UInt8Samples.ToArray());
        Assert.Equal(samples, stored.Bytes.ToArray());
        Assert.Equal(Photometric.WhiteIsZero, _decoder.ReadHeader(file).Photometric);
    }

    [Fact]
    public void A_palette_is_applied_and_its_colours_need_a_band()
    {
        var gray = Enumerable.Range(0, 768).Select(i => (ushort)((255 - i % 256) * 257)).ToArray();
        byte[] indexes = [0, 1, 7, 255];
        using (var plane = _decoder.DecodePlane(PaletteFile(gray, indexes)))
            Assert.Equal([255, 254, 248, 0], plane.UInt8Samples.ToArray());
        gray[512 + 7] = 65535;
        var error = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(PaletteFile(gray, indexes)));
        Assert.Contains("channels[].band", error.Message, StringComparison.Ordinal);
        using (var blue = _decoder.DecodePlane(PaletteFile(gray, indexes), 0, 2))
            Assert.Equal([255, 254, 255, 0], blue.UInt8Samples.ToArray());
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void A_colour_image_gives_the_band_that_is_named()
    {
        var rgb = TestImages.Noise(5 * 4 * 3, 9);
        var file = new TiffFile { Width = 5, Height = 4, BitCount = 16, BandCount = 3, Photometric = 2 }
            .Write(MemoryMarshal.AsBytes(rgb.AsSpan()));
        for (var band = 0; band < 3; band++)
        {
            using var plane = _decoder.DecodePlane(file, 0, band);
            Assert.Equal(rgb.Where((_, i) => i % 3 == band), plane.UInt16Samples.ToArray());
        }

        var unnamed = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(file));
        Assert.Contains("3 bands that differ", unnamed.Message, StringComparison.Ordinal);
        var beyond = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(file, 0, 3));
        Assert.Contains("none of index 3", beyond.Message, StringComparison.Ordinal);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void A_colour_image_whose_bands_agree_is_gray()
    {
        var gray = TestImages.NoiseBytes(20, 4);
        byte[] rgb = [.. gray.SelectMany(v => new[] { v, v, v })];
        using var tiff = _decoder.DecodePlane(
            new TiffFile { Width = 5, Height = 4, BandCount = 3, Photometric = 2 }.Write(rgb));
        using var png = _decoder.DecodePlane(ImageEncoder.EncodePngRgb(rgb, 5, 4));
        Assert.Equal(gray, tiff.UInt8Samples.ToArray());
        Assert.Equal(gray, png.UInt8Samples.ToArray());
    }

    [Theory]
    [InlineData(32, 3, "floating-point with 32 bits")]
    [InlineData(32, 1, "unsigned with 32 bits")]
    [InlineData(16, 2, "signed with 16 bits")]
    [InlineData(8, 2, "signed with 8 bits")]
    [InlineData(64, 3, "floating-point with 64 bits")]
    public void Samples_of_another_kind_are_refused_by_their_name(int bitCount, int sampleFormat, string named)
    {
        var file = new TiffFile { Width = 2, Height = 2, BitCount = bitCount, SampleFormat = sampleFormat }
            .Write(new byte[4 * bitCount / 8]);
        foreach (var read in new Action[]
        {
            () => _decoder.DecodePlane(file).Dispose(), () => _decoder.DecodeStored(file).Dispose(),
            () => _decoder.ReadHeader(file),
        })
        {
            var error = Assert.Throws<ScreenDataException>(read);
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decoding_a_plane_leaves_the_garbage_collector_alone()
    {
        var file = ImageEncoder.EncodeTiff(TestImages.Noise(512 * 512, 6), 512, 512);
        // The least of some rounds: waiting for other tests' failing decodes costs something once.
        var each = long.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 4; i++)
                _decoder.DecodePlane(file).Dispose();
            each = Math.Min(each, (GC.GetAllocatedBytesForCurrentThread() - before) / 4);
        }

        Assert.True(each <= 512, $"{each} bytes a plane");
    }

    [Fact]
    public void Wells_decode_side_by_side_and_each_error_is_its_own()
    {
        var words = TestImages.Noise(64 * 48, 8);
        var good = ImageEncoder.EncodeTiff(words, 64, 48);
        var cutTiff = good.ToArray();
        cutTiff.AsSpan(200, 400).Clear();
        var cutPng = ImageEncoder.EncodePng(words, 64, 48)[..3000];
        var tiffError = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(cutTiff)).Message;
        var pngError = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(cutPng)).Message;
        Assert.NotEqual(tiffError, pngError);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            if (i % 3 == 0)
            {
                using var plane = _decoder.DecodePlane(good);
                Assert.True(plane.UInt16Samples.SequenceEqual(words));
            }
            else
            {
                var (file, message) = i % 3 == 1 ? (cutTiff, tiffError) : (cutPng, pngError);
                var error = Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(file));
                Assert.Equal(message, error.Message);
            }
        });
        Assert.Equal(0, _pool.RentedCount);
    }

    private static byte[] PaletteFile(ushort[] colors, byte[] indexes) =>
        new TiffFile { Width = 2, Height = 2, Photometric = 3, ColorMap = colors }.Write(indexes);
}
