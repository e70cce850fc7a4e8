using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests;

public sealed class HostileFilesTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ImageDecoder _decoder;

    public HostileFilesTests() => _decoder = new ImageDecoder(_pool, new ImageDecoderOptions());

    public static TheoryData<string> Names => [.. TestImages.SmallFiles().Keys];

    [Fact]
    public void An_empty_file_says_so() => Refuse([], "the file is empty (0 bytes)");

    [Fact]
    public void A_file_of_another_kind_shows_how_it_begins() =>
        Refuse("GIF89a...."u8.ToArray(), "no TIFF, PNG or JPEG (it begins with 4749463839612E2E)");

    [Fact]
    public void A_size_beyond_the_bound_is_refused_before_memory_is_taken()
    {
        var tiff = new TiffFile { Width = 100_000, Height = 100_000 }.Write(new byte[10]);
        var png = ImageEncoder.EncodePng(new byte[4], 2, 2);
        png.AsSpan(16, 8).Clear();
        png[17] = png[21] = 2; // 131,072 squared
        var jpeg = ImageEncoder.EncodeJpegRgb(new byte[12], 2, 2, 50);
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        jpeg.AsSpan(frame + 5, 4).Fill(0xFF);
        Refuse(tiff, "100000 x 100000 = 10000000000 pixels; the bound is 400000000 (setting limits.maxImagePixels)");
        Refuse(png, "131072 x 131072 = 17179869184 pixels; the bound is 400000000 (setting limits.maxImagePixels)");
        Refuse(jpeg, "65535 x 65535 = 4294836225 pixels; the bound is 400000000 (setting limits.maxImagePixels)");
        Assert.Equal(0, _pool.PeakRentedBytes);
    }

    [Fact]
    public void A_file_beyond_the_bound_is_refused()
    {
        var decoder = new ImageDecoder(_pool, new ImageDecoderOptions { MaxFileBytes = 50 });
        var error = Assert.Throws<ScreenDataException>(() => decoder.ReadHeader(new byte[51]));
        Assert.Equal("the file has 51 bytes; the bound is 50 (setting limits.maxImageBytes)", error.Message);
    }

    [Fact]
    public void A_strip_past_the_end_is_a_truncated_file() =>
        Refuse(
            new TiffFile { Width = 4, Height = 4, OffsetShift = 1000 }.Write(new byte[16]),
            "the TIFF is truncated: strip or tile 0 takes 16 bytes from byte 1008 on");

    [Fact]
    public void Directories_in_a_circle_end()
    {
        byte[][] pages = [[1], [2], [3]];
        var file = new TiffFile { Width = 1, Height = 1 }.Write(pages);
        // The last directory's link, which is the file's last word, leads to the first one.
        file.AsSpan(4, 4).CopyTo(file.AsSpan(^4));
        Refuse(file, "runs in a circle");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_cut_anywhere_is_an_error_or_whole(string name)
    {
        var file = TestImages.SmallFiles()[name];
        using var whole = _decoder.DecodePlane(file, 0, 0);
        var refused = 0;
        for (var length = 0; length < file.Length; length++)
        {
            try
            {
                using var plane = _decoder.DecodePlane(file.AsMemory(0, length), 0, 0);
                Assert.True(plane.Bytes.SequenceEqual(whole.Bytes),
                    $"{name} cut to {length} of {file.Length} bytes was filled up");
            }
            catch (ScreenDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > file.Length * 8 / 10, $"{refused} of {file.Length}");
        Assert.Equal(1, _pool.RentedCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_changed_at_random_is_read_or_refused(string name)
    {
        var original = TestImages.SmallFiles()[name];
        var decoder = new ImageDecoder(_pool, new ImageDecoderOptions { MaxPixels = 1 << 20 });
        var random = new Random(20261122);
        var refused = 0;
        for (var round = 0; round < 250; round++)
        {
            var file = original.ToArray();
            // Mostly the structure, where a change has reach: it lies at the start or at the end.
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var reach = Math.Min(file.Length, 200);
                var at = random.Next(3) switch
                {
                    0 => random.Next(reach),
                    1 => file.Length - 1 - random.Next(reach),
                    _ => random.Next(file.Length),
                };
                file[at] = (byte)(random.Next(2) == 0 ? random.Next(256) : file[at] ^ 1 << random.Next(8));
            }

            refused += Try(() => decoder.DecodePlane(file, 0, 0).Dispose());
            refused += Try(() => decoder.DecodePlane(file, round % 3).Dispose());
            refused += Try(() => decoder.DecodeStored(file).Dispose());
        }

        Assert.True(refused > 0);
        Assert.Equal(0, _pool.RentedCount);
    }

    private static int Try(Action read)
    {
        try
        {
            read();
            return 0;
        }
        catch (ScreenDataException)
        {
            return 1;
        }
    }

    private void Refuse(byte[] file, string reason)
    {
        foreach (var read in new Action[]
        {
            () => _decoder.DecodePlane(file).Dispose(), () => _decoder.DecodeStored(file).Dispose(),
            () => _decoder.ReadHeader(file),
        })
        {
            var error = Assert.Throws<ScreenDataException>(read);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _pool.RentedCount);
    }
}
