using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Imaging.Tests.Layout;

public class ScreenImagesTests
{
    private static readonly ImagePattern Pattern = new("{plate}/{well}_{site}_{channel}.tif");
    private static readonly PlateId DefaultPlate = new("default");

    [Fact]
    public async Task A_sparse_screen_is_grouped_by_plate_well_and_site()
    {
        var images = await FindAsync(
            "P2/B02_1_DNA.tif", "P2/B02_1_Actin.tif", "P2/G11_3_DNA.tif", "P2/G11_3_Actin.tif", "P2/G11_1_Actin.tif",
            "P1/A01_1_dna.tif", "readme.txt", "P1/A01_1_Brightfield.tif");
        Assert.Equal(["P1", "P2"], images.Plates.Select(p => p.Plate.Barcode));
        Assert.Equal(["B02", "G11"], images.Plates[1].Wells.Select(w => w.Well.ToString()));
        Assert.Equal([1], images.Plates[1].Wells[0].Sites.Select(s => s.SiteNumber));
        Assert.Equal([1, 3], images.Plates[1].Wells[1].Sites.Select(s => s.SiteNumber));
        Assert.Equal([null, Key("P2/G11_1_Actin.tif")], images.Plates[1].Wells[1].Sites[0].Keys);
        Assert.Equal([Key("P2/G11_3_DNA.tif"), Key("P2/G11_3_Actin.tif")], images.Plates[1].Wells[1].Sites[1].Keys);
        Assert.Equal([Key("P1/A01_1_dna.tif"), null], images.Plates[0].Wells[0].Sites[0].Keys);
        Assert.Equal(2, images.IgnoredCount);
        Assert.Empty(images.Problems);
        Assert.All(images.Plates.SelectMany(p => p.Wells), w => Assert.Null(w.Error));
    }

    [Fact]
    public async Task A_pattern_without_a_plate_gives_all_images_to_the_plate_that_is_named()
    {
        var images = await ScreenImages.FindAsync(
            StoreOf("A01.tif", "B01.tif"), new ImagePattern("{well}.tif"), DefaultPlate, ["gray"]);
        Assert.Equal([DefaultPlate], images.Plates.Select(p => p.Plate));
        Assert.Equal([Key("B01.tif")], images.Plates[0].Wells[1].Sites[0].Keys);
    }

    [Fact]
    public async Task Two_images_of_one_channel_make_the_well_an_error_and_leave_the_others()
    {
        var images = await FindAsync("P1/A01_1_DNA.tif", "P1/a1_1_DNA.tif", "P1/A02_1_DNA.tif", "P1/A01_2_DNA.tif");
        var error = images.Plates[0].Wells[0].Error;
        Assert.NotNull(error);
        Assert.Contains("P1/A01_1_DNA.tif and P1/a1_1_DNA.tif", error.Message, StringComparison.Ordinal);
        Assert.Contains("'DNA'", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            (new PlateId("P1"), WellAddress.Parse("A01"), 1), (error.Place.Plate, error.Place.Well,
                error.Place.SiteNumber));
        Assert.Null(images.Plates[0].Wells[1].Error);
    }

    [Fact]
    public async Task A_name_of_the_shape_that_cannot_be_read_is_a_problem_and_the_others_count()
    {
        var images = await FindAsync("P1/A01_1_DNA.tif", "P1/A77_1_DNA.tif", "P1/A01_0_DNA.tif");
        Assert.Equal(["P1/A01_0_DNA.tif", "P1/A77_1_DNA.tif"], images.Problems.Select(p => p.Place.Blob));
        Assert.Single(images.Plates);
        Assert.Equal(0, images.IgnoredCount);
    }

    [Fact]
    public async Task Where_no_image_fits_the_pattern_examples_of_what_is_there_are_told()
    {
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => FindAsync("a.txt", "b.txt", "c.txt", "d.txt"));
        Assert.Contains("a.txt, b.txt, c.txt", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("d.txt", error.Message, StringComparison.Ordinal);
        Assert.Contains(Pattern.Text, error.Message, StringComparison.Ordinal);
        Assert.Contains("DNA, Actin", error.Message, StringComparison.Ordinal);
        Assert.Contains("memory", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<ScreenDataException>(() => FindAsync());
        Assert.Contains("the store is empty", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScreenDataException>(() => FindAsync("P1/A01_1_Brightfield.tif"));
    }

    [Fact]
    public async Task The_order_of_the_listing_does_not_matter()
    {
        string[] keys =
        [
            .. from plate in (string[])["P1", "P2", "P10"]
               from well in (string[])["A01", "A02", "B01", "AA01", "H12"]
               from site in Enumerable.Range(1, 3)
               from channel in (string[])["DNA", "Actin"]
               select $"{plate}/{well}_{site}_{channel}.tif",
            "P1/a01_1_DNA.tif", "P1/a1_1_DNA.tif", "P1/a1_2_DNA.tif", "P2/A88_1_DNA.tif", "P2/A01_0_DNA.tif", "x.txt",
                "y.txt",
        ];
        var expected = Describe(await FindAsync(keys));
        var random = new Random(9);
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(keys);
            Assert.Equal(expected, Describe(await FindAsync(keys)));
        }
    }

    private static BlobKey? Key(string text) => new BlobKey(text);

    /// <summary>A store of one byte a key, which lists them in the order given.</summary>
    private static MemoryBlobStore StoreOf(params string[] keys)
    {
        var store = new MemoryBlobStore { ListingOrder = [.. keys] };
        foreach (var key in keys)
            store[key] = [0];
        return store;
    }

    private static Task<ScreenImages> FindAsync(params string[] keys) =>
        ScreenImages.FindAsync(StoreOf(keys), Pattern, DefaultPlate, ["DNA", "Actin"]);

    private static string Describe(ScreenImages images) => string.Join('\n', (string[])
    [
        .. from plate in images.Plates
           from well in plate.Wells
           from site in well.Sites
           select $"{plate.Plate} {well.Well} {site.SiteNumber} {well.Error?.Message ?? string.Join(' ', site.Keys)}",
        .. images.Problems.Select(p => p.Message), $"{images.IgnoredCount}",
    ]);
}
