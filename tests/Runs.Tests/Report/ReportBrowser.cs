using HcsGrid.Runs.Report;
using Microsoft.Playwright;

namespace HcsGrid.Runs.Tests.Report;

/// <summary>One headless Chromium for the tests of the page; says why where there is none.</summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcsgrid-report-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;
    private int _pageCount;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend("/usr/bin")
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
        {
            _missing = "no chromium or google-chrome is on the PATH";
            return;
        }

        try
        {
            _playwright = await Playwright.CreateAsync();
        }
        catch (PlaywrightException error)
        {
            _missing = $"Playwright's driver does not start: {error.Message}";
            return;
        }

        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>Opens the page of the data in a fresh, offline context; skips the test where no browser is.</summary>
    internal async Task<OpenReport> OpenAsync(
        ReportData data, int width = 1280, ColorScheme scheme = ColorScheme.Light, string fragment = "")
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        var path = Path.Combine(_folder.FullName, $"{Interlocked.Increment(ref _pageCount)}.html");
        await using (var file = File.Create(path))
            ReportPage.Write(file, data);
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            Offline = true,
        });
        return await OpenReport.OpenAsync(context, new Uri(path).AbsoluteUri + fragment);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Delete(recursive: true);
    }
}
