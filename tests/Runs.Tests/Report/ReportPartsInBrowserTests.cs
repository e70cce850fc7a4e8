using HcsGrid.Plates;
using HcsGrid.Runs.Report;
using Microsoft.Playwright;

namespace HcsGrid.Runs.Tests.Report;

public sealed class ReportPartsInBrowserTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private static MadeUpReport Small => new() { Pictures = false };

    private static MadeUpReport Large => new()
    {
        PlateCount = 20,
        Format = PlateFormat.FromWellCount(384),
        CompoundsPerMoa = 32,
        Pictures = false,
    };

    [Fact]
    public async Task A_treatment_picked_among_the_hits_stands_out_in_every_part()
    {
        var data = Small.Make();
        await using var report = await browser.OpenAsync(data, width: 1440);
        var row = report.Page.Locator("#hits-table tbody tr", new() { HasText = "kinase-B" }).First;
        var dose = (await row.Locator("td").First.InnerTextAsync()).Replace('\u00a0', ' ');
        await row.Locator(".link").ClickAsync();

        Assert.Equal(1, await CountOf("#hits-table tr.selected"));
        Assert.Equal(1, await CountOf("#nearest-table tr.selected"));
        Assert.Equal(1, await CountOf("#hits-box .pick.selected"));
        Assert.Equal(1, await CountOf("#replicates-box .pick.selected"));
        Assert.Equal(1, await CountOf("#curves-box .curve.selected"));
        Assert.Equal("kinase-B", await report.TextOf("#curve-name"));
        Assert.Equal(1, await CountOf("#map-box .pick.selected"));
        Assert.InRange(await CountOf("#map-box .pick.mate"), 1, 8);
        Assert.NotEqual("", await report.Page.Locator("#tree-box .stand").GetAttributeAsync("d"));
        Assert.StartsWith($"kinase-B {dose}", (await report.TextOf("#nearest-box")).Replace('\u00a0', ' '),
            StringComparison.Ordinal);
        Assert.StartsWith($"kinase-B {dose}, ", (await report.TextOf("#said")).Replace('\u00a0', ' '),
            StringComparison.Ordinal);
        Assert.Contains("kinase-B", await report.TextOf("#details"), StringComparison.Ordinal);
        Assert.Matches("#well=PLT-00.,[A-H]..$", report.Page.Url);
        Assert.Empty(report.Complaints);

        Task<int> CountOf(string selector) => report.Page.Locator(selector).CountAsync();
    }

    [Theory]
    [InlineData("#well=PLT-002,D06", "D06")]
    [InlineData("#treatment=kinase-A,3,uM", null)]
    [InlineData("#treatment=kinase-A,3", null)]
    public async Task An_address_opens_what_it_names(string fragment, string? well)
    {
        await using var report = await browser.OpenAsync(Small.Make(), fragment: fragment);
        if (well is not null)
        {
            Assert.Equal([well], await report.SelectedWells());
            Assert.Equal("Plate PLT-002", await report.TextOf("#plate-name"));
        }
        else
        {
            Assert.Equal("kinase-A", await report.TextOf("#curve-name"));
            Assert.StartsWith("kinase-A 3", await report.TextOf("#nearest-box"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("#well=PLT-009,D06")]
    [InlineData("#well=%E0%A4%A,D06")]
    [InlineData("#treatment=,,")]
    [InlineData("#nothing=1")]
    public async Task An_address_that_names_nothing_is_passed_over(string fragment)
    {
        await using var report = await browser.OpenAsync(Small.Make(), fragment: fragment);
        Assert.Empty(await report.SelectedWells());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_hits_are_filtered_and_saved_as_they_are_shown()
    {
        var data = Small.Make();
        data = data with
        {
            Treatments = [data.Treatments[0] with { Compound = "=cmd|' /C calc'!A0" }, .. data.Treatments.Skip(1)],
        };
        await using var report = await browser.OpenAsync(data);
        await report.Page.Locator("#hits-only").SelectOptionAsync("hits");
        var hits = data.Treatments.Count(t => t.QValue <= 0.05);
        Assert.Equal(hits, await report.Page.Locator("#hits-table tbody tr").CountAsync());
        Assert.EndsWith($"{hits} hits", await report.TextOf("#hits-count"), StringComparison.Ordinal);
        Assert.Equal(data.Treatments.Count - hits, await report.Page.Locator("#hits-box .dim").CountAsync());

        var lines = await Saved();
        Assert.Equal(hits + 1, lines.Length);
        Assert.StartsWith("compound,dose,dose_unit,moa,effect,p_value,q_value,", lines[0], StringComparison.Ordinal);
        var best = data.Treatments.MinBy(t => t.QValue)!;
        Assert.StartsWith(
            $"{best.Compound},{best.Dose},{best.DoseUnit},{best.Moa},", lines[1], StringComparison.Ordinal);

        await report.Page.Locator("#hits-only").SelectOptionAsync("all");
        await report.Page.Locator("#hits-filter").FillAsync("cmd");
        Assert.StartsWith("'=cmd", (await Saved())[1], StringComparison.Ordinal);
        Assert.Empty(report.Complaints);

        async Task<string[]> Saved()
        {
            var address = await report.Page.Locator("#hits-csv").GetAttributeAsync("href");
            Assert.StartsWith("data:text/csv;charset=utf-8,", address!, StringComparison.Ordinal);
            return Uri.UnescapeDataString(address![(address!.IndexOf(',', StringComparison.Ordinal) + 1)..])
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [Fact]
    public async Task The_quality_of_plates_is_sorted_and_told_in_words_beside_colours()
    {
        await using var report = await browser.OpenAsync(new MadeUpReport { PlateCount = 3, Pictures = false }.Make());
        await report.Page.Locator("#quality-table thead button", new() { HasTextRegex = new("^Z′$") }).ClickAsync();
        var rows = await report.Page.Locator("#quality-table tbody tr").AllInnerTextsAsync();
        Assert.Equal(["PLT-003", "PLT-002", "PLT-001"], rows.Select(row => row.Split('\t')[0]));
        foreach (var (row, word) in rows.Zip(["✕poor", "!weak", "✓good"]))
            Assert.Contains(word, row.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await report.Page.Locator("#quality-table .link", new() { HasText = "PLT-002" }).ClickAsync();
        Assert.Equal("Plate PLT-002", await report.TextOf("#plate-name"));
        Assert.Equal(await report.Page.Locator("#quality-box .pick").CountAsync(), 3 * 16 - await FailedControls());

        Task<int> FailedControls() => report.Page.EvaluateAsync<int>(
            """
            JSON.parse(document.getElementById('data').textContent).plates.flatMap(p => p.wells)
              .filter(w => w.role.endsWith('con') && w.status === 'failed').length
            """);
    }

    [Fact]
    public async Task Arrow_keys_go_down_the_rows_of_a_table()
    {
        await using var report = await browser.OpenAsync(Small.Make());
        await report.Page.Locator("#hits-table tbody .link").First.FocusAsync();
        foreach (var key in new[] { "ArrowDown", "ArrowDown", "ArrowUp", "Enter" })
            await report.Page.Keyboard.PressAsync(key);
        Assert.Equal(1, await report.Page.Locator("#hits-table tbody [tabindex='0']").CountAsync());
        Assert.Equal(1, await report.Page.Locator("#hits-table tbody tr:nth-child(2).selected").CountAsync());
    }

    [Fact]
    public async Task Arrow_keys_walk_the_dose_curves_and_show_each_large()
    {
        var data = Small.Make();
        await using var report = await browser.OpenAsync(data);
        Assert.Equal(1, await report.Page.Locator("#curves-box [tabindex='0']").CountAsync());
        await report.Page.Locator("#curves-order").SelectOptionAsync("name");
        await report.Page.Locator("#curves-box [tabindex='0']").FocusAsync();
        await report.Page.Keyboard.PressAsync("End");
        var last = await report.Page.EvaluateAsync<string>("document.activeElement.querySelector('b').textContent");
        Assert.Equal(last, await report.TextOf("#curve-name"));
        await report.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.NotEqual(last, await report.TextOf("#curve-name"));

        var none = data.Curves.First(c => c.Reason is not null);
        await report.Page.Locator("#curves-box .curve", new() { HasText = none.Compound }).First.ClickAsync();
        Assert.EndsWith($"no fit: {none.Reason}.", await report.TextOf("#curve-text"), StringComparison.Ordinal);
        Assert.Equal(0, await report.Page.Locator("#curve-box .fit").CountAsync());
        Assert.NotEqual(0, await report.Page.Locator("#curve-box .pick").CountAsync());
    }

    [Fact]
    public async Task The_drawn_curve_passes_half_way_at_the_EC50()
    {
        var data = Small.Make();
        var curve = data.Curves.First(c => c.Compound == "kinase-A");
        await using var report = await browser.OpenAsync(data, fragment: "#treatment=kinase-A,3");
        var half = await report.Page.EvaluateAsync<double[]>(
            """
            () => {
              const box = document.querySelector('#curve-box');
              const x = Number(/M([\d.]+)/.exec(box.querySelector('.half .limit').getAttribute('d'))[1]);
              const points = [...box.querySelector('.fit').getAttribute('d').matchAll(/([\d.]+),([\d.]+)/g)];
              const near = points.map(p => [Number(p[1]), Number(p[2])])
                .sort((a, b) => Math.abs(a[0] - x) - Math.abs(b[0] - x))[0];
              const rules = [...box.querySelectorAll('text[text-anchor=end]')]
                .map(n => [Number(n.textContent.replace('−', '-')), Number(n.getAttribute('y')) - 4]);
              const [a, b] = [rules[0], rules.at(-1)];
              return [a[0] + (near[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1])];
            }
            """);
        Assert.Equal((curve.Bottom!.Value + curve.Top!.Value) / 2, half[0], 0.02);
    }

    [Fact]
    public async Task The_map_changes_its_layout_and_its_colours()
    {
        await using var report = await browser.OpenAsync(Small.Make());
        Assert.Contains("UMAP 1", await report.TextOf("#map-box"), StringComparison.Ordinal);
        await report.Page.Locator("#map-select").SelectOptionAsync("PCA");
        Assert.Contains("PCA 1 (explains 41", await report.TextOf("#map-box"), StringComparison.Ordinal);
        await report.Page.Locator("#map-colour").SelectOptionAsync("cluster");
        Assert.StartsWith("1\n", await report.TextOf("#map-legend"), StringComparison.Ordinal);
        Assert.Contains("in no cluster", await report.TextOf("#map-legend"), StringComparison.Ordinal);
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task What_is_absent_says_why()
    {
        var data = Small.Make() with
        {
            Treatments = [],
            Curves = [],
            Maps = [],
            Points = [],
            Distances = ReportDistances.None,
            Absent = [.. new[] { "replicates", "hits", "curves", "map", "tree", "nearest", "images" }.Select(
                part => new ReportAbsence(part, $"No {part}: the reason is here."))],
        };
        await using var report = await browser.OpenAsync(data);
        foreach (var absence in data.Absent)
            Assert.Contains(absence.Reason, await report.TextOf($"#{absence.Part}"), StringComparison.Ordinal);
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task A_large_screen_is_drawn_on_canvases_and_its_wells_are_still_picked()
    {
        var data = Large.Make();
        Assert.InRange(data.Treatments.Count, 900, 1200);
        await using var report = await browser.OpenAsync(data, width: 1440);
        Assert.Equal(2, await report.Page.Locator("#map-box canvas").CountAsync()
            + await report.Page.Locator("#tree-box canvas").CountAsync());
        Assert.InRange(await report.Page.EvaluateAsync<int>("document.querySelectorAll('*').length"), 1000, 20_000);
        await report.Page.Locator("#map-box .many").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Single(await report.SelectedWells());
        await report.Page.EvaluateAsync(
            """
            () => {
              const plot = document.querySelector('#map-box .many');
              const at = plot.querySelector('.selected').getBoundingClientRect();
              plot.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerType: 'mouse',
                clientX: at.x + at.width / 2, clientY: at.y + at.height / 2 }));
            }
            """);
        Assert.NotEqual("", await report.TextOf("#tip"));
        Assert.Equal(200, await report.Page.Locator("#hits-table tbody tr").CountAsync());
        Assert.Equal(48, await report.Page.Locator("#curves-box .curve").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Every_stop_of_Tab_has_a_name_and_shows_where_it_is()
    {
        await using var report = await browser.OpenAsync(Small.Make(), width: 1440);
        var (stops, last) = (0, "");
        for (; stops < 200; stops++)
        {
            await report.Page.Keyboard.PressAsync("Tab");
            var stop = await report.Page.EvaluateAsync<string[]>(
                """
                () => {
                  const node = document.activeElement;
                  const style = getComputedStyle(node.matches('.well') ? node.querySelector('.cell') : node);
                  const name = node.ariaLabel || node.textContent.trim() || node.labels?.[0]?.textContent || '';
                  const shown = style.outlineStyle !== 'none' || parseFloat(style.strokeWidth) >= 4;
                  return [node.tagName, name, String(shown), node.outerHTML.slice(0, 120)];
                }
                """);
            if (stop[0] == "BODY")
                break;
            Assert.DoesNotContain("role=\"grid\"", stop[3], StringComparison.Ordinal);
            Assert.True(stop[1].Length > 0, $"stop {stops} has no name: {stop[3]}");
            Assert.True(stop[2] == "true", $"stop {stops} does not show that it has the focus: {stop[3]}");
            last = stop[3];
        }

        Assert.True(report.Complaints.Count == 0, string.Join("\n", report.Complaints));
        Assert.InRange(stops, 40, 120);
        Assert.Contains("What failed", last, StringComparison.Ordinal);
        Assert.Empty(report.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Print_clips_nothing_and_needs_no_colour(bool chosen)
    {
        await using var report = await browser.OpenAsync(
            Small.Make(), width: 690, fragment: chosen ? "#treatment=kinase-A,3" : "");
        await report.Page.Locator("#metric-select").SelectOptionAsync("Nuclear area");
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await report.Page.Locator("#plate-print figure").Nth(1).WaitForAsync();
        var clipped = await report.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.scroll, table, svg, .curve')].filter(node => node.checkVisibility())
              .filter(node => node.getBoundingClientRect().right > innerWidth + 1
                || (getComputedStyle(node).overflowY !== 'visible' && node.scrollHeight > node.clientHeight + 1
                  && node.tagName === 'DIV'))
              .map(node => `${node.id} ${node.tagName} ${node.getBoundingClientRect().right}`)
            """);
        Assert.Empty(clipped);

        // Viridis alone, whose lightness rises with the value.
        var lightness = await report.Page.EvaluateAsync<double[]>(
            """
            () => [...document.querySelector('#plate-print .bar').querySelectorAll('rect')]
              .map(r => r.getAttribute('fill').match(/\d+/g).map(Number))
              .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
            """);
        Assert.Equal(lightness.Order(), lightness);
        Assert.Equal(0, await report.Page.Locator("nav:visible").CountAsync());
        await report.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        Assert.Empty(report.Complaints);
    }
}
