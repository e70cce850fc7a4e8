namespace HcsGrid.Imaging.Tests;

public sealed class ImageEncoderTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ImageDecoder _decoder;

    public ImageEncoderTests() => _decoder = new ImageDecoder(_pool, new ImageDecoderOptions());

    [Fact]
    public void Gray_of_16_bits_comes_back_from_each_form()
    {
        var words = TestImages.Noise(37 * 29, 1);
        foreach (var file in new[]
        {
            ImageEncoder.EncodeTiff(words, 37, 29), ImageEncoder.EncodePlainTiff(words, 37, 29),
            ImageEncoder.EncodePng(words, 37, 29),
        })
        {
            var header = _decoder.ReadHeader(file);
            Assert.Equal((37, 29, 1, SampleType.UInt16), (header.Width, header.Height, header.BandCount, header.Type));
            Assert.Equal(Photometric.BlackIsZero, header.Photometric);
            using var plane = _decoder.DecodePlane(file);
            Assert.True(plane.UInt16Samples.SequenceEqual(words));
        }
    }

    [Fact]
    public void Gray_of_8_bits_comes_back_from_each_form()
    {
        var bytes = TestImages.NoiseBytes(37 * 29, 1);
        foreach (var file in new[] { ImageEncoder.EncodeTiff(bytes, 37, 29), ImageEncoder.EncodePng(bytes, 37, 29) })
        {
            using var plane = _decoder.DecodePlane(file);
            Assert.True(plane.UInt8Samples.SequenceEqual(bytes));
        }
    }

    [Fact]
    public void Colours_come_back_from_PNG_and_nearly_so_from_JPEG()
    {
        byte[] rgb = [.. Enumerable.Range(0, 32 * 32)
            .SelectMany(i => new[] { (byte)(i / 4), (byte)100, (byte)(255 - i / 4) })];
        using var png = _decoder.DecodeStored(ImageEncoder.EncodePngRgb(rgb, 32, 32));
        Assert.True(png.Bytes.SequenceEqual(rgb));
        using var jpeg = _decoder.DecodePlane(ImageEncoder.EncodeJpegRgb(rgb, 32, 32, 95), 0, 2);
        for (var i = 0; i < 32 * 32; i++)
            Assert.InRange(jpeg.UInt8Samples[i], rgb[i * 3 + 2] - 20, rgb[i * 3 + 2] + 20);
    }

    [Fact]
    public void The_same_samples_give_the_same_bytes_without_a_date()
    {
        var words = TestImages.Noise(64 * 64, 1);
        var file = ImageEncoder.EncodeTiff(words, 64, 64);
        Assert.Equal(file, ImageEncoder.EncodeTiff(words, 64, 64));
        // No entry of a directory is a date (306) or a program's name (305), in the file's own (little) byte order.
        Assert.Equal(-1, file.AsSpan().IndexOf<byte>([0x32, 0x01, 0x02, 0x00]));
        Assert.Equal(-1, file.AsSpan().IndexOf<byte>([0x31, 0x01, 0x02, 0x00]));
        Assert.Equal((byte)'I', file[0]);
        Assert.Equal(ImageEncoder.EncodePng(words, 64, 64), ImageEncoder.EncodePng(words, 64, 64));
    }

    [Fact]
    public void Samples_that_are_no_image_of_this_size_are_refused() =>
        Assert.Throws<ArgumentException>(() => ImageEncoder.EncodePng(new byte[5], 2, 3));

    [Fact]
    public void A_thumbnail_averages_boxes_and_adds_colours()
    {
        using var red = TestImages.PlaneOf(_pool, 4, 2, 0, 100, 200, 200, 100, 200, 200, 200);
        using var green = TestImages.PlaneOf(_pool, 4, 2, [.. Enumerable.Repeat((byte)51, 8)]);
        var thumbnail = ThumbnailMaker.Make(
            [
                new ThumbnailChannel(red, new IntensityScale(0, 200, true), new ThumbnailColor(255, 0, 0)),
                new ThumbnailChannel(green, new IntensityScale(0, 255, true), new ThumbnailColor(255, 255, 0)),
            ],
            2);
        // Means: 100 and 200 of 200 in red; a fifth in yellow.
        Assert.Equal((2, 1), (thumbnail.Width, thumbnail.Height));
        Assert.Equal([179, 51, 0, 255, 51, 0], thumbnail.Rgb);
        using var png = _decoder.DecodeStored(thumbnail.ToPng());
        Assert.Equal(thumbnail.Rgb, png.Bytes.ToArray());
    }

    [Fact]
    public void A_thumbnail_covers_every_pixel_once_whatever_the_sizes()
    {
        var words = TestImages.Noise(103 * 57, 1, 1000);
        using var plane = TestImages.PlaneOf(_pool, 103, 57, words);
        var thumbnail = ThumbnailMaker.Make(
            [new ThumbnailChannel(plane, new IntensityScale(0, 1000, true), ThumbnailColor.Gray)], 20);
        Assert.Equal((20, 11), (thumbnail.Width, thumbnail.Height));
        for (var i = 0; i < 20 * 11; i++)
        {
            var (x, y) = (i % 20, i / 20);
            var box = from row in Enumerable.Range(y * 57 / 11, (y + 1) * 57 / 11 - y * 57 / 11)
                      from column in Enumerable.Range(x * 103 / 20, (x + 1) * 103 / 20 - x * 103 / 20)
                      select (double)words[row * 103 + column];
            Assert.Equal((byte)Math.Floor(box.Average() / 1000 * 255 + 0.5), thumbnail.Rgb[i * 3]);
        }
    }
}
