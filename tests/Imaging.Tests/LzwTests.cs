using System.Runtime.InteropServices;
using HcsGrid.Imaging.Formats;
using HcsGrid.Plates;
using HcsGrid.Tests;

namespace HcsGrid.Imaging.Tests;

public sealed class LzwTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ImageDecoder _decoder;

    public LzwTests() => _decoder = new ImageDecoder(_pool, new ImageDecoderOptions());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(256)]
    public void Packed_strips_of_any_texture_come_back(int valueCount)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var (width, height) = (101 + seed, 203);
            var random = new Random(seed);
            var bytes = new byte[width * height];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(i > 300 && random.Next(3) == 0 ? bytes[i - 300] : random.Next(valueCount));
            var file = Packed(width, height, 8, bytes, rowsPerStrip: (uint)(seed == 0 ? height : 37 * seed));
            using var plane = _decoder.DecodePlane(file);
            Assert.True(plane.UInt8Samples.SequenceEqual(bytes), $"{valueCount} values, seed {seed}");
            var output = new byte[bytes.Length];
            Assert.True(LzwDecoder.TryDecode(LzwPacker.Pack(bytes), output), "left to libvips");
            Assert.Equal(bytes, output);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Packed_words_come_back_in_either_byte_order(bool isBigEndian)
    {
        var words = TestImages.Noise(64 * 50, 3, 700);
        var file = new TiffFile
        {
            Width = 64,
            Height = 50,
            BitCount = 16,
            Compression = 5,
            RowsPerStrip = 11,
            IsBigEndian = isBigEndian,
            Pack = LzwPacker.Pack,
        }.Write(MemoryMarshal.AsBytes(words.AsSpan()));
        using var plane = _decoder.DecodePlane(file);
        Assert.True(plane.UInt16Samples.SequenceEqual(words));
    }

    [Fact]
    public void A_strip_that_is_cut_or_changed_is_never_another_image_in_silence()
    {
        var bytes = TestImages.NoiseBytes(40 * 30, 5);
        var whole = LzwPacker.Pack(bytes);
        for (var length = 0; length < whole.Length - 4; length += 3)
        {
            var file = Packed(40, 30, 8, bytes, 30, whole[..length]);
            Assert.Throws<ScreenDataException>(() => _decoder.DecodePlane(file));
        }

        var random = new Random(20261122);
        for (var round = 0; round < 300; round++)
        {
            var changed = whole.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                _decoder.DecodePlane(Packed(40, 30, 8, bytes, 30, changed)).Dispose();
            }
            catch (ScreenDataException)
            {
            }
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void A_real_field_in_LZW_reads_as_the_reference_says()
    {
        var file = File.ReadAllBytes(
            Shared.PathOf("data", "formats", "harmony", "operetta_plate", "Images", "r03c03f01p01-ch1sk1fk1fl1.tiff"));
        Assert.NotNull(HeaderReader.Read(file, 0, new ImageDecoderOptions()).Strips);
        using var stored = _decoder.DecodeStored(file);
        Assert.Equal((120, 47088, 1603484588), (stored.Min, stored.Max, stored.Sum));
        Assert.Equal("bf7b1e2fdf8df9caa7711e588b9ee484169ba5f04ec10a2354b98e99a97c1e14", stored.Sha256);
    }

    private static byte[] Packed(int width, int height, int bitCount, byte[] bytes,
        uint rowsPerStrip, byte[]? packed = null) =>
        new TiffFile
        {
            Width = (uint)width,
            Height = (uint)height,
            BitCount = bitCount,
            Compression = 5,
            RowsPerStrip = rowsPerStrip,
            Pack = packed is null ? LzwPacker.Pack : _ => packed,
        }.Write(bytes);
}
