using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

public sealed class ReportSpectraInBrowserTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private const int CodeCount = 96;

    [Fact]
    public async Task Spectra_are_told_code_by_code_and_a_treatment_is_chosen_by_keyboard()
    {
        var data = WithSpectra(new MadeUpReport { Pictures = false }.Make());
        await using var report = await browser.OpenAsync(data, 1440);
        var text = await report.TextOf("#spectra-text");
        Assert.Contains($"each of {CodeCount} learned codes", text);
        Assert.Contains("over 34 treatments and controls, cut into 6 clusters, whose numbers", text);
        Assert.Contains("2 codes do not vary: last, without a number. 3 more treatments are not shown", text);
        var overlay = report.Page.Locator("#spectra-box .over");
        await overlay.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowDown");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowDown");
        var row = data.Treatments[data.Spectra!.Treatments[1]];
        var cell = await report.TextOf("#spectra-cell");
        Assert.Contains(row.Compound, cell);
        Assert.Contains("DNA_code1, cluster 1", cell);
        Assert.Contains(FormattableString.Invariant($"{100 * data.Spectra.Shares[1][1]:G3}"), cell);
        Assert.Contains("negative controls", cell);
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.StartsWith($"Spectrum of {row.Compound}", await report.TextOf("#spectrum-name"));
        Assert.Contains("#well=", report.Page.Url, StringComparison.Ordinal);
        Assert.Equal(8, await report.Page.Locator("#spectrum-similar tbody tr").CountAsync());
        Assert.Contains("0.9912", await report.TextOf("#spectrum-similar tbody tr:first-child"));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_order_and_the_colours_change_and_a_similar_treatment_is_gone_to()
    {
        var data = WithSpectra(new MadeUpReport { Pictures = false }.Make());
        await using var report = await browser.OpenAsync(data, 700);
        var first = await FirstNameAsync();
        await report.Page.SelectOptionAsync("#spectra-order", "likeness");
        Assert.NotEqual(first, await FirstNameAsync());
        await report.Page.SelectOptionAsync("#spectra-colours", "controls");
        Assert.Contains("points of a hundred", await report.TextOf("#spectra-legend"));
        await report.Page.EvaluateAsync("document.querySelector('#hits-table tbody .link').click()");
        var name = await report.TextOf("#spectrum-name");
        await report.Page.Locator("#spectrum-similar .link").First.ClickAsync();
        Assert.NotEqual(name, await report.TextOf("#spectrum-name"));
        Assert.True(await report.Page.EvaluateAsync<bool>(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Empty(report.Complaints);

        async Task<string> FirstNameAsync()
        {
            await report.Page.Locator("#spectra-box .over").FocusAsync();
            await report.Page.Keyboard.PressAsync("ArrowDown");
            return await report.TextOf("#spectra-cell span:first-child");
        }
    }

    [Fact]
    public async Task A_run_without_codes_has_no_such_part_and_codes_that_cannot_be_shown_say_why()
    {
        var data = new MadeUpReport { Pictures = false }.Make();
        await using (var report = await browser.OpenAsync(data, 1440))
        {
            Assert.Equal(0, await report.Page.Locator("#spectra, nav a[href='#spectra']").CountAsync());
            Assert.Empty(report.Complaints);
        }

        await using var other = await browser.OpenAsync(
            data with { Absent = [new ReportAbsence(ReportAbsence.Spectra, "No feature spectra: no code varies.")] });
        Assert.Equal("No feature spectra: no code varies.", await other.TextOf("#spectra-live"));
        Assert.Empty(other.Complaints);
    }

    [Fact]
    public async Task Spectra_stand_on_paper()
    {
        await using var report = await browser.OpenAsync(WithSpectra(new MadeUpReport { Pictures = false }.Make()));
        await report.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        Assert.True(await report.Page.Locator("#spectra-box canvas").IsVisibleAsync());
        Assert.Equal("680", await report.Page.Locator("#spectra-box .over").GetAttributeAsync("width"));
    }

    [Fact]
    public void Spectra_that_contradict_themselves_are_refused()
    {
        var data = WithSpectra(new MadeUpReport { Pictures = false }.Make());
        var spectra = data.Spectra!;
        Refuse(spectra with { Codes = [.. spectra.Codes.Skip(1)] }, "96");
        Refuse(spectra with { Treatments = [.. spectra.Treatments.Skip(1), 999] }, "of no treatment");
        Refuse(spectra with { Likeness = [.. spectra.Likeness.Skip(1), 0] }, "each of the");
        Refuse(spectra with { Similar = [.. spectra.Similar.Skip(1)] }, "lists of similar ones");
        Refuse(
            spectra with { Shares = [.. spectra.Shares.Skip(1), [.. spectra.Shares[0].Select(s => -s)]] }, "below 0");

        void Refuse(ReportSpectra wrong, string reason) => Assert.Contains(
            reason, Assert.Throws<ArgumentException>(() => ReportPage.Render(data with { Spectra = wrong })).Message,
            StringComparison.Ordinal);
    }

    private static ReportData WithSpectra(ReportData data)
    {
        var random = new Random(7);
        int[] rows =
        [
            .. Enumerable.Range(0, data.Treatments.Count).OrderBy(t => data.Treatments[t].Moa, StringComparer.Ordinal)
                .ThenBy(t => data.Treatments[t].Compound, StringComparer.Ordinal).ThenBy(t => data.Treatments[t].Dose),
        ];
        var plain = Enumerable.Range(0, CodeCount).Select(_ => Math.Pow(random.NextDouble(), 4)).ToArray();
        return data with
        {
            Spectra = new ReportSpectra
            {
                Codes = [.. Enumerable.Range(0, CodeCount).Select(code => $"DNA_code{code}")],
                Clusters =
                    [.. Enumerable.Range(0, CodeCount).Select(code => code >= CodeCount - 2 ? 0 : 1 + (code / 17))],
                OrderedBy = "34 treatments and controls",
                Treatments = rows,
                Shares = [.. rows.Select(t => Normal([.. plain.Select((share, code) =>
                    share * (1 + (0.8 * Math.Sin((code / 17) + (t / 4)) * random.NextDouble())))]))],
                Controls = Normal(plain),
                Likeness = [.. rows.Index().Select(r => r.Index).Reverse()],
                Similar = [.. rows.Select((_, row) => (ReportSimilar[])[.. Enumerable.Range(1, 8).Select(rank =>
                    new ReportSimilar(rows[(row + rank) % rows.Length], 0.9912 - (0.01 * (rank - 1)), rank))])],
                OmittedCount = 3,
            },
        };

        static double[] Normal(double[] shares) => [.. shares.Select(share => share / shares.Sum())];
    }
}
