using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests;

/// <summary>
/// Tiles around cells.
/// </summary>
public class CellCropsTests
{
    [Theory]
    [InlineData(10, 4, 8)]
    [InlineData(10.4, 4, 9)]
    [InlineData(10.5, 4, 9)]
    [InlineData(10.6, 4, 9)]
    [InlineData(10, 5, 8)]
    [InlineData(10.4, 5, 8)]
    [InlineData(10.6, 5, 9)]
    [InlineData(0.25, 4, -1)]
    public void A_tile_begins_where_its_middle_is_nearest_to_the_cell(double centre, int size, int origin)
    {
        Assert.Equal(new TileOrigin(origin, 7), CellCrops.OriginOf(new CellCentre(centre, 7 + (size / 2.0)), size));
        Assert.InRange(Math.Abs(origin + ((size - 1) / 2.0) - centre), 0, 0.5);
    }

    [Fact]
    public void Cells_whose_tile_leaves_the_image_are_left_out_and_counted()
    {
        CellCentre[] cells =
        [
            new(1, 10), new(2, 2), new(10, 16), new(17.9, 12), new(18, 18), new(18.1, 10), new(10, 19),
        ];
        var crops = CellCrops.Around(cells, 20, 20, 4, 100);
        Assert.Equal((7, 4), (crops.CellCount, crops.InsideCount));
        Assert.Equal([new(0, 0), new(8, 14), new(16, 10), new(16, 16)], crops.Tiles.Tiles);
    }

    [Fact]
    public void Of_too_many_cells_those_evenly_spread_are_taken_in_order()
    {
        CellCentre[] cells = [.. Enumerable.Range(0, 10).Select(i => new CellCentre(10 + i, 10))];
        var crops = CellCrops.Around(cells, 40, 20, 4, 4);
        Assert.Equal((10, 10, 4), (crops.CellCount, crops.InsideCount, crops.Tiles.Count));
        Assert.Equal([8, 10, 13, 15], crops.Tiles.Tiles.Select(t => t.X));
        Assert.Equal(10, CellCrops.Around(cells, 40, 20, 4, 10).Tiles.Count);
    }

    [Fact]
    public void An_image_smaller_than_a_tile_is_refused_even_without_cells()
    {
        var error = Assert.Throws<ScreenDataException>(() => CellCrops.Around([], 20, 3, 4, 1));
        Assert.Contains("20 x 3 pixels is smaller than one tile of 4 x 4", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, CellCrops.Around([], 20, 4, 4, 1).Tiles.Count);
    }

    [Fact]
    public void A_tile_that_does_not_lie_in_the_image_is_an_error_of_the_program()
    {
        Assert.Throws<ArgumentException>(() => TileGrid.At(10, 10, 4, [new TileOrigin(7, 0)]));
        Assert.Throws<ArgumentException>(() => TileGrid.At(10, 10, 4, [new TileOrigin(0, -1)]));
        var tiles = TileGrid.At(10, 10, 4, [new TileOrigin(6, 6), new TileOrigin(5, 6)]);
        Assert.Equal((2, 2, 1), (tiles.Count, tiles.ColumnCount, tiles.RowCount));
    }
}
