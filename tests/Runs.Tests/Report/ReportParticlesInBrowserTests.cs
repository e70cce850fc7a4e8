using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

public sealed class ReportParticlesInBrowserTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    [Fact]
    public async Task Particles_are_told_image_by_image_and_by_size()
    {
        var data = WithParticles();
        await using var report = await browser.OpenAsync(data, 1440);
        Assert.Contains("7 particles of confidence 0.4 or more in 2 images", await report.TextOf("#particles-text"));
        Assert.Equal(2, await report.Page.Locator("#particles-table tbody tr").CountAsync());
        var row = await report.TextOf("#particles-table tbody tr:first-child");
        Assert.Contains(MadeUpReport.Hostile, row);
        Assert.Equal(3, await report.Page.Locator("#particles-sizes rect").CountAsync());
        Assert.Contains("6 nm: 5", await report.TextOf("#particles-legend"));
        Assert.Equal(2, await report.Page.Locator("#particles-images figure").CountAsync());
        await report.Page.FillAsync("#particles-filter", "second");
        Assert.Equal(1, await report.Page.Locator("#particles-table tbody tr").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task A_run_that_detects_nothing_has_no_such_part()
    {
        await using var report = await browser.OpenAsync(new MadeUpReport { Pictures = false }.Make(), 1440);
        Assert.Equal(0, await report.Page.Locator("#particles, nav a[href='#particles']").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public void Particles_of_a_well_that_is_not_there_are_refused()
    {
        var data = WithParticles();
        var images = data.Detection!.Images.Select(i => i with { Well = "P24" }).ToArray();
        Assert.Throws<ArgumentException>(
            () => ReportPage.Render(data with { Detection = data.Detection with { Images = images } }));
    }

    private static ReportData WithParticles()
    {
        var data = new MadeUpReport().Make();
        var plate = data.Plates[0];
        var wells = plate.Wells.Where(w => w.Thumbnail is not null).Take(2).ToArray();
        return data with
        {
            Detection = new ReportDetection
            {
                Threshold = 0.4,
                Groups = [new("6 nm", "#e69f00"), new("12 nm", "#56b4e9"), new("other", "#707070")],
                Images =
                [
                    Image(plate.Plate, wells[0].Well, MadeUpReport.Hostile, [3, 2, 0]),
                    Image(plate.Plate, wells[1].Well, "second.png", [2, 0, 0]),
                ],
                FromNm = 5,
                WidthNm = 1,
                Bars = [[2, 3, 0], [0, 0, 2], [0, 0, 0]],
            },
        };
    }

    private static ReportMicrograph Image(string plate, string well, string name, int[] counts) => new()
    {
        Plate = plate,
        Well = well,
        Site = 1,
        Image = name,
        PixelSizeNm = 0.5,
        RegionUm2 = 0.25,
        Counts = counts,
        DensityPerUm2 = counts.Sum() / 0.25,
    };
}
