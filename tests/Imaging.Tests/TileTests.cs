using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests;

public class TileTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Fact]
    public void A_grid_holds_as_many_whole_tiles_as_fit_in_the_image_s_middle() =>
        Prop.ForAll(Sizes(), size =>
        {
            var (width, height, tile, overlap) = size;
            var grid = TileGrid.Create(width, height, tile, overlap);
            var stride = tile - overlap;
            var (last, first) = (grid.Tiles[^1], grid.Tiles[0]);
            var after = (X: width - tile - last.X, Y: height - tile - last.Y);
            return grid.Tiles.All(t => t.X >= 0 && t.Y >= 0 && t.X + tile <= width && t.Y + tile <= height)
                && grid.Tiles.Distinct().Count() == grid.Count
                && grid.Tiles.All(t => (t.X - first.X) % stride == 0 && (t.Y - first.Y) % stride == 0)
                && grid.Tiles.SequenceEqual(grid.Tiles.OrderBy(t => t.Y).ThenBy(t => t.X))
                && after.X - first.X is 0 or 1 && after.Y - first.Y is 0 or 1
                && first.X + after.X < stride && first.Y + after.Y < stride
                && grid.Count == grid.ColumnCount * grid.RowCount;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_field_of_1080_has_16_tiles_of_224_with_92_pixels_before_them()
    {
        var grid = TileGrid.Create(1080, 1080, 224);
        Assert.Equal((16, new TileOrigin(92, 92), new TileOrigin(764, 764)),
            (grid.Count, grid.Tiles[0], grid.Tiles[^1]));
        Assert.Equal(new TileOrigin(316, 92), grid.Tiles[1]);
    }

    [Fact]
    public void An_image_smaller_than_a_tile_is_refused_with_both_sizes()
    {
        var error = Assert.Throws<ScreenDataException>(() => TileGrid.Create(100, 300, 224));
        Assert.Equal("the image of 100 x 300 pixels is smaller than one tile of 224 x 224", error.Message);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void A_scaled_tile_equals_the_plain_formula_bit_for_bit(bool isWide, bool clip)
    {
        var scale = new IntensityScale(isWide ? 1234.5 : 17.25, isWide ? 40_000.75 : 201.3, clip);
        using var plane = isWide
            ? TestImages.PlaneOf(_pool, 100, 90, TestImages.Noise(9000, 3))
            : TestImages.PlaneOf(_pool, 100, 90, TestImages.NoiseBytes(9000, 3));
        var (tile, origin) = (61, new TileOrigin(33, 7));
        var scaled = new float[tile * tile];
        TileCutter.CutScaled(plane, origin, tile, scale, scaled);
        var a = (float)(1 / (scale.High - scale.Low));
        var b = (float)(-scale.Low / (scale.High - scale.Low));
        var (zeros, aboveOne) = (0, 0);
        for (var i = 0; i < scaled.Length; i++)
        {
            var at = (origin.Y + i / tile) * plane.Width + origin.X + i % tile;
            float sample = isWide ? plane.UInt16Samples[at] : plane.UInt8Samples[at];
            var product = sample * a;
            var expected = Math.Max(0, product + b);
            if (clip)
                expected = Math.Min(1, expected);
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(scaled[i]));
            zeros += expected == 0 ? 1 : 0;
            aboveOne += expected > 1 ? 1 : 0;
        }

        Assert.True(zeros > 10 && (clip ? aboveOne == 0 : aboveOne > 10));
    }

    [Fact]
    public void A_tile_cut_as_it_is_has_the_plane_s_rows()
    {
        using var plane = TestImages.PlaneOf(_pool, 4, 3, (ushort[])[0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]);
        var tile = new byte[8];
        TileCutter.Cut(plane, new TileOrigin(2, 1), 2, tile);
        Assert.Equal([12, 0, 13, 0, 22, 0, 23, 0], tile);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(3, 0)]
    [InlineData(0, 2)]
    public void A_tile_outside_the_plane_is_refused(int x, int y)
    {
        using var plane = TestImages.PlaneOf(_pool, 4, 3, new byte[12]);
        Assert.Throws<ArgumentException>(
            () => TileCutter.CutScaled(plane, new TileOrigin(x, y), 2, new IntensityScale(0, 1, true), new float[4]));
    }

    private static Arbitrary<(int Width, int Height, int Tile, int Overlap)> Sizes() =>
        (from tile in Gen.Choose(1, 40)
         from overlap in Gen.Choose(0, tile - 1)
         from width in Gen.Choose(tile, 150)
         from height in Gen.Choose(tile, 150)
         select (width, height, tile, overlap)).ToArbitrary();
}
