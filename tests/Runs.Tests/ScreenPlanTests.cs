using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests;

public class ScreenPlanTests
{
    private readonly SmallScreen _screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 3, siteCount: 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_has_every_plate_with_its_wells_and_map()
    {
        var plan = await PlanAsync();
        Assert.Equal(["P1", "P2"], plan.Plates.Select(p => p.Plate.Barcode));
        Assert.All(plan.Plates, p => Assert.Equal(6, p.Wells.Count));
        Assert.Equal(96, plan.PlateMaps[new PlateId("P1")].Format.WellCount);
        Assert.Equal(2, plan.PlateMaps[new PlateId("P2")].WellsWith(ControlRole.NegativeControl).Count());
        Assert.Equal([0, 1], plan.ImageIndexes);
        Assert.Empty(plan.Problems);
        Assert.Equal(1, plan.IgnoredCount);
    }

    [Fact]
    public async Task Wells_without_images_and_images_without_an_entry_are_told_by_plate()
    {
        _screen.Images.Put("map.csv", _screen.Images.TextOf("map.csv")
            .Replace("B03", "C05", StringComparison.Ordinal) + "C06,,,empty,\n");
        var problems = (await PlanAsync()).Problems.Select(p => p.ToString());
        Assert.Equal(
            [
                "plate P1: 1 wells of the plate map have no images: C05",
                "plate P1: 1 wells have images, but no entry in the plate map: B03",
                "plate P2: 1 wells of the plate map have no images: C05",
                "plate P2: 1 wells have images, but no entry in the plate map: B03",
            ],
            problems);
    }

    [Fact]
    public async Task Many_wells_are_told_by_their_number_and_the_first_twelve()
    {
        var map = _screen.Images.TextOf("map.csv") +
            string.Concat(Enumerable.Range(1, 12)
                .SelectMany(c => (string[])["G", "H"], (c, r) => $"{r}{c},x,1,trt,\n"));
        _screen.Images.Put("map.csv", map);
        var problem = (await PlanAsync()).Problems[0];
        Assert.Contains("24 wells of the plate map have no images: G01, G02", problem.Text, StringComparison.Ordinal);
        Assert.EndsWith("G12, …", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_well_outside_the_plate_that_the_job_names_is_an_error_of_that_well()
    {
        _screen.Job = _screen.Job with { PlateFormat = 6 };
        _screen.AddSite("P2", "C01", 1);
        var plan = await PlanAsync();
        var well = plan.Plates[1].Wells.Single(w => w.Well == WellAddress.Parse("C01"));
        Assert.Contains("outside a plate of 6 wells", well.Error!.Message, StringComparison.Ordinal);
        Assert.All(plan.Plates[1].Wells.Where(w => w != well), w => Assert.Null(w.Error));
        Assert.Equal(6, plan.PlateMaps[new PlateId("P2")].Format.WellCount);
    }

    [Fact]
    public async Task The_smallest_plate_that_holds_images_and_map_is_taken()
    {
        _screen.AddSite("P2", "I01", 1);
        var plan = await PlanAsync();
        Assert.Equal(96, plan.PlateMaps[new PlateId("P1")].Format.WellCount);
        Assert.Equal(384, plan.PlateMaps[new PlateId("P2")].Format.WellCount);
    }

    [Fact]
    public async Task Bands_of_one_colour_image_are_channels_of_one_image()
    {
        _screen.Job = _screen.Job with
        {
            Images = new ImageSource { Pattern = "{plate}/{well}_{site}_DNA.tif" },
            Channels = [new ChannelSource { Name = "r", Band = 0 }, new ChannelSource { Name = "b", Band = 2 }],
        };
        var plan = await PlanAsync();
        Assert.Equal([0, 0], plan.ImageIndexes);
        Assert.All(plan.Plates[0].Wells, w => Assert.Single(w.Sites[0].Keys));

        _screen.Job = _screen.Job with
        {
            Images = new ImageSource { Pattern = "{plate}/{well}_{site}_{channel}.tif" },
            Channels =
            [
                new ChannelSource { Name = "gray", Token = "DNA" },
                new ChannelSource { Name = "r", Token = "Actin", Band = 0 },
                new ChannelSource { Name = "g", Token = "actin", Band = 1 },
            ],
        };
        Assert.Equal([0, 1, 1], (await PlanAsync()).ImageIndexes);
    }

    private Task<ScreenPlan> PlanAsync() => ScreenPlan.MakeAsync(_screen.Job, _screen.Images, Stop);
}
