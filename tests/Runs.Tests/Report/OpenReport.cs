using Microsoft.Playwright;

namespace HcsGrid.Runs.Tests.Report;

/// <summary>An open page, with everything it complained of or asked for since it was opened.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenReport(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Console messages, script errors, dialogs, and requests for anything but the page.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<OpenReport> OpenAsync(IBrowserContext context, string address)
    {
        var report = new OpenReport(context, await context.NewPageAsync());
        var page = report.Page;
        // How long a busy machine may take; a page that fails says so at once.
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) => report.Complaints.Add($"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => report.Complaints.Add($"error: {error}");
        page.Dialog += async (_, dialog) =>
        {
            report.Complaints.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            var isPage = request.Url == address || request.Url == address.Split('#')[0];
            if (!isPage && !request.Url.StartsWith("data:image/", StringComparison.Ordinal))
                report.Complaints.Add($"request: {request.Url}");
        };
        await page.GotoAsync(address);
        return report;
    }

    /// <summary>The well with that address on the shown plate.</summary>
    public ILocator Well(string well) => Page.Locator($"#plate-box [data-well={well}]");

    /// <summary>The addresses of the wells that the shown plate says are selected.</summary>
    public Task<string[]> SelectedWells() => Page.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('#plate-box [aria-selected=true]')].map(n => n.dataset.well)");

    /// <summary>The visible text of the one place that the selector finds.</summary>
    public Task<string> TextOf(string selector) => Page.Locator(selector).InnerTextAsync();

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
