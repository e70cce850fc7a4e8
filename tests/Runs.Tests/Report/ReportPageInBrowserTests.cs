using HcsGrid.Plates;
using HcsGrid.Runs.Report;
using Microsoft.Playwright;

namespace HcsGrid.Runs.Tests.Report;

public sealed class ReportPageInBrowserTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private static readonly Dictionary<string, MadeUpReport> Runs = new(StringComparer.Ordinal)
    {
        ["two plates"] = new() { Pictures = false },
        ["two plates with pictures"] = new(),
        ["one plate of 384"] = new() { PlateCount = 1, Format = PlateFormat.FromWellCount(384), Pictures = false },
        ["one plate of 1536"] = new() { PlateCount = 1, Format = PlateFormat.FromWellCount(1536), Pictures = false },
        ["without controls"] = new() { Controls = false, Pictures = false },
        ["without mechanisms"] = new() { KnownMoas = false, Pictures = false },
        ["one well"] = new() { PlateCount = 1, WellCount = 1, Controls = false },
        ["none done"] = new() { PlateCount = 1, AllFailed = true },
        ["no plate"] = new() { PlateCount = 0 },
    };

    public static TheoryData<string, int> EveryRunNarrowAndWide()
    {
        var data = new TheoryData<string, int>();
        foreach (var run in Runs.Keys)
        {
            data.Add(run, 420);
            data.Add(run, 1440);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryRunNarrowAndWide))]
    public async Task The_page_opens_without_a_complaint_and_without_scrolling_sideways(string run, int width)
    {
        await using var report = await browser.OpenAsync(Runs[run].Make(), width);
        var room = await report.Page.EvaluateAsync<int[]>(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.Equal(width, room[1]);
        Assert.True(room[0] <= room[1], $"the page is {room[0]} pixels wide in a window of {room[1]}");
        Assert.Equal("Morphology screen, pilot library", await report.Page.TitleAsync());
        Assert.NotEqual("", await report.TextOf("#problems-box"));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Hostile_names_are_shown_as_text_wherever_they_stand()
    {
        var data = new MadeUpReport().Make();
        var wells = data.Plates[0].Wells
            .Select(w => w with { Compound = MadeUpReport.Hostile, Moa = MadeUpReport.Hostile }).ToArray();
        data = data with
        {
            Title = MadeUpReport.Hostile,
            Plates = [data.Plates[0] with { Wells = wells }, data.Plates[1]],
            Distances = data.Distances with { Labels = [.. data.Distances.Labels.Select(_ => MadeUpReport.Hostile)] },
            Problems = [new(MadeUpReport.Hostile, MadeUpReport.Hostile)],
        };
        await using var report = await browser.OpenAsync(data);
        await report.Well("C05").ClickAsync();
        await report.Page.Locator(".over").HoverAsync();
        Assert.Equal(MadeUpReport.Hostile, await report.TextOf("h1"));
        Assert.Contains(MadeUpReport.Hostile, await report.TextOf("#details"), StringComparison.Ordinal);
        Assert.Equal(0, await report.Page.Locator("img:not([src^='data:image/'])").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Arrow_keys_move_the_selected_well_and_Enter_opens_its_details()
    {
        await using var report = await browser.OpenAsync(Runs["two plates"].Make(), width: 420);
        await report.Well("A01").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal(["B02"], await report.SelectedWells());
        await report.Page.Keyboard.PressAsync("End");
        Assert.Equal(["B12"], await report.SelectedWells());
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(["B12"], await report.SelectedWells());
        Assert.False(await report.Page.Locator("#details").IsVisibleAsync());

        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("details", await report.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Contains("Well B12", await report.TextOf("#details"), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("Escape");
        Assert.False(await report.Page.Locator("#details").IsVisibleAsync());
        Assert.Equal("B12", await report.Page.EvaluateAsync<string>("document.activeElement.dataset.well"));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Details_that_are_closed_give_the_focus_back_to_where_they_were_opened()
    {
        await using var report = await browser.OpenAsync(Runs["two plates"].Make(), width: 420);
        await report.Page.Locator("#hits-box .cloud").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("details", await report.Page.EvaluateAsync<string>("document.activeElement.id"));
        await report.Page.Locator("#details-close").PressAsync("Enter");
        Assert.Equal(
            "hits-box", await report.Page.EvaluateAsync<string>("document.activeElement.parentElement.id"));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_metric_selector_changes_the_colours_to_those_of_the_values()
    {
        var data = new MadeUpReport { PlateCount = 1, Pictures = false }.Make();
        await using var report = await browser.OpenAsync(data);
        await AssertEnds(0, "rgb(68,1,84)", "rgb(253,231,37)");
        await report.Page.Locator("#metric-select").SelectOptionAsync("Cell count");
        await AssertEnds(1, "rgb(68,1,84)", "rgb(253,231,37)");
        await report.Page.Locator("#metric-select").SelectOptionAsync("Nuclear area");
        var strongest = data.Plates[0].Wells.MaxBy(w => Math.Abs(w.Values[2] ?? 0))!;
        var colour = strongest.Values[2] < 0 ? "rgb(8,56,107)" : "rgb(122,54,4)";
        Assert.Equal(colour, await Fill(strongest));

        async Task AssertEnds(int metric, string lowest, string highest)
        {
            var wells = data.Plates[0].Wells.Where(w => w.Values[metric] is not null).ToArray();
            Assert.Equal(lowest, await Fill(wells.MinBy(w => w.Values[metric])!));
            Assert.Equal(highest, await Fill(wells.MaxBy(w => w.Values[metric])!));
            var ends = $"#plate-box rect:is([fill='{lowest}'], [fill='{highest}'])";
            Assert.InRange(await report.Page.Locator(ends).CountAsync(), 2, 6);
        }

        async Task<string?> Fill(ReportWell well) =>
            await report.Well(well.Well).Locator("rect").GetAttributeAsync("fill");
    }

    [Fact]
    public async Task A_failed_well_is_hatched_and_says_its_reason()
    {
        var data = Runs["two plates"].Make();
        var failed = data.Plates[0].Wells.First(w => w.Status == ReportWell.Failed);
        await using var report = await browser.OpenAsync(data);
        var cell = report.Well(failed.Well);
        Assert.EndsWith(
            $"failed: {failed.Problem}", await cell.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.Contains("failed", await cell.Locator("rect").GetAttributeAsync("class"), StringComparison.Ordinal);
        await cell.HoverAsync();
        Assert.Contains(failed.Problem!, await report.TextOf("#tip"), StringComparison.Ordinal);
        await cell.ClickAsync();
        Assert.Contains(failed.Problem!, await report.TextOf("#details"), StringComparison.Ordinal);
        Assert.Contains(failed.Problem!, await report.TextOf("#problems"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_well_picked_on_the_map_is_selected_everywhere_and_announced()
    {
        var data = Runs["two plates"].Make();
        var target = data.Points.First(p => p.Plate == "PLT-002" && p.Well == "D06");
        await using var report = await browser.OpenAsync(data);
        await report.Page.EvaluateAsync(
            """
            ([plate, well]) => [...document.querySelectorAll('#map-box .pick')]
              .find(n => n.well.plate.plate === plate && n.well.well === well)
              .dispatchEvent(new MouseEvent('click', { bubbles: true }))
            """,
            new[] { target.Plate, target.Well });
        Assert.Equal("Plate PLT-002", await report.TextOf("#plate-name"));
        Assert.Equal(["D06"], await report.SelectedWells());
        foreach (var box in new[] { "#plate-box", "#strip-box", "#map-box" })
            Assert.Equal(1, await report.Page.Locator($"{box} .selected").CountAsync());
        Assert.StartsWith("D06, ", await report.TextOf("#said"), StringComparison.Ordinal);
        await report.Page.Locator("#map-box svg").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");

        // The nearest profile may be the same well of the other plate.
        var next = (await report.TextOf("#plate-name"), Assert.Single(await report.SelectedWells()));
        Assert.NotEqual(("Plate PLT-002", "D06"), next);
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_table_of_treatments_is_sorted_and_filtered()
    {
        var data = Runs["two plates"].Make();
        await using var report = await browser.OpenAsync(data);
        await report.Page.Locator("#nearest-table thead button", new() { HasText = "Cosine" }).ClickAsync();
        var lowest = data.Treatments.Min(t => t.NearestCosine)!.Value;
        Assert.Equal($"{lowest:F3}", await report.TextOf("#nearest-table tbody tr:first-child td:nth-child(7)"));
        await report.Page.Locator("#nearest-filter").FillAsync("KINASE");
        var rows = await report.Page.Locator("#nearest-table tbody tr").AllInnerTextsAsync();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains("kinase", row, StringComparison.Ordinal));
        await report.Page.Locator("#nearest-filter").FillAsync("nothing of the kind");
        Assert.Equal(1, await report.Page.Locator("#nearest-table tbody tr").CountAsync());
    }

    [Fact]
    public async Task Arrow_keys_read_the_pairs_of_the_distances()
    {
        var data = Runs["two plates"].Make();
        await using var report = await browser.OpenAsync(data);
        await report.Page.Locator(".over").FocusAsync();
        foreach (var key in new[] { "ArrowRight", "ArrowDown", "ArrowDown" })
            await report.Page.Keyboard.PressAsync(key);
        await AssertPair(data.Distances.Tree!.Order[2], data.Distances.Tree.Order[0]);
        await report.Page.Locator("#tree-order").SelectOptionAsync("moa");
        await report.Page.Locator(".over").FocusAsync();
        foreach (var key in new[] { "ArrowRight", "ArrowDown", "ArrowDown" })
            await report.Page.Keyboard.PressAsync(key);
        await AssertPair(2, 0);

        async Task AssertPair(int row, int other)
        {
            var pair = (await report.TextOf("#tree-pair")).Replace('\u00a0', ' ');
            Assert.StartsWith(data.Distances.Labels[row], pair, StringComparison.Ordinal);
            Assert.Contains(data.Distances.Labels[other], pair, StringComparison.Ordinal);
            Assert.EndsWith($"distance {data.Distances.Cosine[row][other]:F3}", pair, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Print_shows_every_plate_and_no_controls()
    {
        await using var report = await browser.OpenAsync(Runs["two plates"].Make());
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await report.Page.Locator("#plate-print figure").Nth(1).WaitForAsync();
        Assert.Equal(2, await report.Page.Locator("#plate-print figure").CountAsync());
        Assert.Equal(0, await report.Page.Locator("select:visible").CountAsync());
        Assert.False(await report.Page.Locator("#details").IsVisibleAsync());
        // An empty box behind a heading lets the page end between the heading and what it heads.
        Assert.Equal(0, await report.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('section div:empty')].filter("
            + "box => getComputedStyle(box).display !== 'none').length"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground_by_four_and_a_half_to_one(ColorScheme scheme)
    {
        await using var report = await browser.OpenAsync(Runs["two plates with pictures"].Make(), scheme: scheme);
        var ground = Luminance(await ColourOf("body", "backgroundColor"));
        Assert.Equal(scheme == ColorScheme.Dark, ground < 0.1);
        foreach (var place in new[] { "h1", ".muted", ".facts dt", ".bad", ".link", "nav a", "figcaption", "select" })
        {
            var ink = Luminance(await ColourOf(place, "color"));
            var contrast = (Math.Max(ink, ground) + 0.05) / (Math.Min(ink, ground) + 0.05);
            Assert.True(contrast >= 4.5, $"{place} has a contrast of {contrast:F2}, expected at least 4.5");
        }

        async Task<double[]> ColourOf(string place, string property) => await report.Page.EvaluateAsync<double[]>(
            """
            ([place, property]) =>
              getComputedStyle(document.querySelector(place))[property].match(/[\d.]+/g).map(Number)
            """,
            new[] { place, property });
    }

    private static double Luminance(double[] rgb)
    {
        var linear = rgb.Take(3).Select(v => v / 255)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
