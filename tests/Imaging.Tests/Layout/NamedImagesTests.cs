using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Imaging.Tests.Layout;

/// <summary>
/// Images whose names tell no well, such as micrographs: each name is given one.
/// </summary>
public class NamedImagesTests
{
    [Fact]
    public async Task Images_are_wells_in_the_order_of_their_names_whatever_the_listing()
    {
        var first = await FindAsync("{image}.tif", null, "b.tif", "a 2.tif", "a 10.tif", "x/c.tif", "d.png");
        Assert.Equal(["plate1 A01 a 10", "plate1 A02 a 2", "plate1 A03 b"], Describe(first));
        Assert.Equal(2, first.IgnoredCount);
        var second = await FindAsync("{image}.tif", null, "a 10.tif", "x/c.tif", "a 2.tif", "d.png", "b.tif");
        Assert.Equal(Describe(first), Describe(second));
    }

    [Fact]
    public async Task Folders_are_plates_where_the_pattern_says_so()
    {
        var images = await FindAsync("{plate}/{image}.tif", null, "P2/a.tif", "P1/b.tif", "P1/a.tif");
        Assert.Equal(["P1 A01 a", "P1 A02 b", "P2 A01 a"], Describe(images));
    }

    [Fact]
    public async Task Sites_of_one_image_name_are_one_well()
    {
        var images = await FindAsync("{image}_{site}.tif", null, "g_2_10.tif", "g_2_9.tif", "g_1_1.tif");
        Assert.Equal(["plate1 A01 g_1", "plate1 A02 g_2"], Describe(images));
        Assert.Equal([9, 10], images.Plates[0].Wells[1].Sites.Select(s => s.SiteNumber));
    }

    [Fact]
    public async Task Wells_go_row_by_row_of_the_smallest_plate_that_holds_them()
    {
        var images = await FindAsync("{image}.tif", null, Names(97));
        var wells = Assert.Single(images.Plates).Wells;
        Assert.Equal("A24", wells[23].Well.ToString());
        Assert.Equal("E01", wells[96].Well.ToString());
        Assert.Equal("i0096", wells[96].Name);
    }

    [Theory]
    [InlineData(6, 14, "plate1:6 plate1-2:6 plate1-3:2")]
    [InlineData(null, 1600, "plate1:1536 plate1-2:64")]
    public async Task What_a_plate_has_no_room_for_goes_on_to_the_next(int? format, int count, string expected)
    {
        var images = await FindAsync(
            "{image}.tif", format is null ? null : PlateFormat.FromWellCount(format.Value), Names(count));
        Assert.Equal(expected, string.Join(' ', images.Plates.Select(p => $"{p.Plate}:{p.Wells.Count}")));
        Assert.Equal("A01", images.Plates[1].Wells[0].Well.ToString());
    }

    [Fact]
    public async Task A_further_plate_that_would_have_the_name_of_another_is_refused()
    {
        var keys = Names(7).Select(n => $"P/{n}").Append("P-2/a.tif").ToArray();
        var error = await Assert.ThrowsAsync<ScreenDataException>(
            () => FindAsync("{plate}/{image}.tif", PlateFormat.FromWellCount(6), keys));
        Assert.Equal("P", error.Place.Plate.ToString());
        Assert.Contains("P-2", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_of_one_image_are_an_error_of_their_well()
    {
        var images = await FindAsync("{image}.{*}", null, "a.tif", "a.png", "b.tif");
        Assert.Contains("claim the same channel", images.Plates[0].Wells[0].Error!.Message, StringComparison.Ordinal);
        Assert.Null(images.Plates[0].Wells[1].Error);
    }

    [Fact]
    public async Task What_has_the_shape_of_a_mask_is_no_image()
    {
        var pattern = new ImagePattern("{image}.tif");
        var masks = new[] { new CompanionPattern("{image}_in.tif", pattern), new CompanionPattern("out.tif", pattern) };
        var images = await ScreenImages.FindAsync(
            StoreOf("a.tif", "a_in.tif", "out.tif", "b.tif"),
            new ImageListing(pattern, new PlateId("plate1"), ["EM"]) { Companions = masks });
        Assert.Equal(["plate1 A01 a", "plate1 A02 b"], Describe(images));
        Assert.Equal(new BlobKey("a_in.tif"), masks[0].KeyFor(new BlobKey("a.tif")));
        Assert.Equal(new BlobKey("out.tif"), masks[1].KeyFor(new BlobKey("a.tif")));
        Assert.Throws<ScreenDataException>(() => masks[0].KeyFor(new BlobKey("a.png")));
    }

    [Theory]
    [InlineData("{image}_{well}.tif", "names wells")]
    [InlineData("{image}_{row}.tif", "names wells")]
    [InlineData("{plate}.tif", "neither {well} nor")]
    public void A_pattern_that_tells_the_well_twice_or_not_is_refused(string pattern, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<FormatException>(() => new ImagePattern(pattern)).Message, StringComparison.Ordinal);

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"i{i:0000}.tif")];

    private static Task<ScreenImages> FindAsync(string pattern, PlateFormat? format, params string[] keys) =>
        ScreenImages.FindAsync(
            StoreOf(keys),
            new ImageListing(new ImagePattern(pattern), new PlateId("plate1"), ["EM"]) { Format = format });

    private static MemoryBlobStore StoreOf(params string[] keys)
    {
        var store = new MemoryBlobStore { ListingOrder = [.. keys] };
        foreach (var key in keys)
            store[key] = [0];
        return store;
    }

    private static IEnumerable<string> Describe(ScreenImages images) =>
        images.Plates.SelectMany(p => p.Wells.Select(w => $"{p.Plate} {w.Well} {w.Name}"));
}
