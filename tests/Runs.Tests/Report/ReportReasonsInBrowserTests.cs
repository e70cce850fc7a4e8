using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

/// <summary>
/// That the page says why there is nothing, or no more, to see, and shows nothing that is not so.
/// </summary>
public sealed class ReportReasonsInBrowserTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private static MadeUpReport Small => new() { Pictures = false };

    [Fact]
    public async Task Treatments_that_could_not_become_hits_are_counted_beside_those_that_did()
    {
        var data = Small.Make();
        var plain = await browser.OpenAsync(data);
        await using (plain)
            Assert.DoesNotContain("could not", await plain.TextOf("#numbers"), StringComparison.Ordinal);
        data = data with
        {
            Treatments =
            [
                .. data.Treatments.Take(3).Select(t => t with { SmallestPValue = 0.0833, PValue = 0.5, QValue = 0.9 }),
                .. data.Treatments.Skip(3).Select(t => t with { SmallestPValue = 0.01 }),
            ],
        };
        await using var report = await browser.OpenAsync(data);
        Assert.Contains("; 3 could not be", await report.TextOf("#numbers"), StringComparison.Ordinal);
        var text = await report.TextOf("#hits-text");
        Assert.Contains(
            $"3 of {data.Treatments.Count} treatments could not become hits", text, StringComparison.Ordinal);
        Assert.Contains("below 0.083", text, StringComparison.Ordinal);
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Where_no_compound_is_named_that_is_the_reason_that_there_are_no_treatments()
    {
        var data = Small.Make();
        data = data with
        {
            Treatments = [],
            Curves = [],
            Distances = ReportDistances.None,
            Absent = [],
            Plates = [.. data.Plates.Select(p => p with
            {
                Wells = [.. p.Wells.Select(w => w.Role == "trt" ? w with { Compound = null } : w)],
            })],
        };
        await using var report = await browser.OpenAsync(data);
        foreach (var part in new[] { "#hits-none", "#nearest-table", "#tree-none" })
        {
            Assert.Contains(
                "no treated well has a compound named", await report.TextOf(part), StringComparison.Ordinal);
        }

        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Mechanisms_beyond_the_colours_are_one_grey_in_the_bars_beside_the_distances()
    {
        var data = Small.Make();
        var moas = data.Distances.Moas.Select((_, i) => $"mechanism {i:D2}").ToArray();
        data = data with
        {
            Distances = data.Distances with { Moas = moas },
            Treatments = [.. data.Treatments.Select(t => t with { Moa = null })],
        };
        await using var report = await browser.OpenAsync(data);
        var keys = await report.Page.Locator("#tree-legend .key li").AllInnerTextsAsync();
        Assert.Equal([.. moas.Take(8), $"{moas.Length - 8} others"], keys.Select(k => k.Trim()));
        var fills = await report.Page.Locator("#tree-legend .key rect")
            .EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.getAttribute('fill'))");
        Assert.Equal(9, fills.Distinct().Count());
    }

    [Fact]
    public async Task Every_dot_of_the_replicates_stands_on_its_side_of_the_limit_of_chance()
    {
        var data = Small.Make();
        data = data with
        {
            Treatments = [.. data.Treatments.Select((t, i) => t with
            {
                MedianCosine = 0.4 + (0.002 * i),
                Null95 = 0.433,
            })],
        };
        await using var report = await browser.OpenAsync(data);
        var wrong = await report.Page.EvaluateAsync<int>("""
            () => {
              const limit = document.querySelector('#replicates-box .limit').getBoundingClientRect().x;
              return [...document.querySelectorAll('#replicates-box .pick')].filter(mark => {
                const box = mark.getBoundingClientRect();
                return (box.x + box.width / 2 > limit) !== (mark.treatment.medianCosine > mark.treatment.null95);
              }).length;
            }
            """);
        Assert.Equal(0, wrong);
        Assert.Equal(data.Treatments.Count, await report.Page.Locator("#replicates-box .pick").CountAsync());
    }

    [Fact]
    public async Task An_unknown_treatment_in_the_field_is_told()
    {
        await using var report = await browser.OpenAsync(Small.Make());
        await report.Page.Locator("#nearest-pick").FillAsync("nothing at all");
        await report.Page.Locator("#nearest-pick").PressAsync("Enter");
        Assert.Contains(
            "No treatment is named “nothing at all”", await report.TextOf("#nearest-box"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_whose_script_breaks_says_so()
    {
        await using var report = await browser.OpenAsync(Small.Make());
        Assert.False(await report.Page.Locator("#broken").IsVisibleAsync());
        await report.Page.EvaluateAsync("() => setTimeout(() => { throw new Error('old') })");
        await report.Page.Locator("#broken").WaitForAsync();
    }
}
