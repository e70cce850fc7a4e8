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
    public async Task Particles_beside_random_placements_are_told_by_image_and_group_and_drawn()
    {
        await using var report = await browser.OpenAsync(Compared(), 1440);
        var text = await report.TextOf("#spatial-text");
        Assert.Contains("199 times", text);
        Assert.Contains("at most 50 nm", text);
        Assert.Contains("1 image with fewer than two particles", text);
        Assert.Equal(3, await report.Page.Locator("#spatial-table tbody tr").CountAsync());
        var row = await report.TextOf("#spatial-table tbody tr:nth-child(2)");
        string[] numbers = ["21", "40", "0.01", "67\u00a0%", "25\u00a0%", "0.02", "0.005"];
        Assert.All(numbers.Prepend("6 nm").Prepend(MadeUpReport.Hostile), told => Assert.Contains(told, row));

        Assert.Equal(2, await report.Page.Locator("#spatial-box figure").CountAsync());
        Assert.Contains("6 nm: 3 particles, p = 0.005", await report.TextOf("#spatial-box figure:nth-child(2)"));
        var label = await report.Page.Locator("#spatial-box svg").First.GetAttributeAsync("aria-label");
        Assert.Contains("above the band at 20 of 40 distances, from 105 nm", label);
        await report.Page.SelectOptionAsync("#spatial-select", "1");
        Assert.Contains("second.png", await report.TextOf("#spatial-image"));
        Assert.Equal(1, await report.Page.Locator("#spatial-box figure").CountAsync());
        await report.Page.Locator("#spatial-table tbody tr:nth-child(1) th button").ClickAsync();
        Assert.Contains(MadeUpReport.Hostile, await report.TextOf("#spatial-image"));
        await report.Page.FillAsync("#particles-filter", "second");
        Assert.Equal(1, await report.Page.Locator("#spatial-table tbody tr").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Of_images_beyond_the_first_the_numbers_are_told_without_curves()
    {
        var data = Compared();
        var images = data.Detection!.Images.Select(
            i => i with { Spatial = [.. (i.Spatial ?? []).Select(s => s with { Ripley = null })] }).ToArray();
        await using var report = await browser.OpenAsync(
            data with { Detection = data.Detection with { Images = images } }, 1440);
        Assert.Equal(3, await report.Page.Locator("#spatial-table tbody tr").CountAsync());
        Assert.False(await report.Page.Locator("#spatial-live").IsVisibleAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Without_placements_there_is_no_such_part()
    {
        await using var report = await browser.OpenAsync(WithParticles(), 1440);
        Assert.Equal(0, await report.Page.Locator("#spatial").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_mixture_of_sizes_is_told_and_drawn_over_the_bars()
    {
        await using var report = await browser.OpenAsync(Compared(), 1440);
        var text = await report.TextOf("#particles-mixture");
        Assert.Contains("7 diameters: 6.1 nm (71\u00a0% of them, spread 0.43 nm), 7.4 nm (29\u00a0% of them", text);
        Assert.Equal(1, await report.Page.Locator("#particles-sizes path.fit").CountAsync());
    }

    [Theory]
    [InlineData(1.5, 0, 40)]
    [InlineData(0.5, 2, 40)]
    [InlineData(0.5, 0, 39)]
    public void Comparisons_that_contradict_themselves_are_refused(double p, int group, int length)
    {
        var data = Compared();
        var images = data.Detection!.Images.ToArray();
        var spatial = images[0].Spatial![1];
        var curve = spatial.Ripley! with { Low = [.. spatial.Ripley.Low.Take(length)] };
        images[0] = images[0] with { Spatial = [spatial with { RipleyP = p, Group = group, Ripley = curve }] };
        Assert.Throws<ArgumentException>(
            () => ReportPage.Render(data with { Detection = data.Detection with { Images = images } }));
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

    /// <summary>The first image compared with all particles and 6 nm, the second with all, the third not.</summary>
    private static ReportData Compared()
    {
        var data = WithParticles();
        var images = data.Detection!.Images;
        double[] distances = [.. Enumerable.Range(1, 40).Select(i => 5.0 * i)];
        var curve = new ReportRipley(
            distances, [.. distances.Select(r => (r - 102) / 2)], [.. distances.Select(r => -r / 20)],
            [.. distances.Select(r => r > 100 ? 0.5 : 60)]);
        var all = new ReportSpatial
        {
            ParticleCount = 5,
            NearestNm = new(20, 40, 0.04),
            ClusteredShare = new(0.4, 0.2, 0.31),
            RipleyP = 0.125,
            Ripley = curve,
        };
        var small = new ReportSpatial
        {
            Group = 0,
            ParticleCount = 3,
            NearestNm = new(21, 40, 0.01),
            ClusteredShare = new(0.67, 0.25, 0.02),
            RipleyP = 0.005,
            Ripley = curve,
        };
        return data with
        {
            Detection = data.Detection with
            {
                Images =
                [
                    images[0] with { Spatial = [all, small] }, images[1] with { Spatial = [all] },
                    images[1] with { Image = "third.png" },
                ],
                Mixture = [new(6.1, 0.71, 0.07), new(7.4, 0.29, 0.05)],
                MixtureCount = 7,
                Comparison = new ReportComparison { PlacementCount = 199, ClusterNm = 50, TooFewCount = 1 },
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
