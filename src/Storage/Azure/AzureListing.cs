using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Lists the blobs of a container below a prefix, page by page, in ordinal order of their keys.
/// </summary>
internal sealed class AzureListing(BlobContainerClient container, AzureCalls calls, string prefix)
{
    // A page as large as the service gives.
    private const int PageCount = 5000;

    public async IAsyncEnumerable<BlobInfo> ListAsync(
        string begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RefuseUnlessFolder(begin);
        var order = new OrdinalOrder(calls.Options.MaxHeldKeyCount);
        await foreach (var blob in PagesAsync(begin, cancellationToken).ConfigureAwait(false))
        {
            foreach (var ready in Add(order, blob))
                yield return ready;
        }

        foreach (var ready in order.End())
            yield return ready;
    }

    private IReadOnlyList<BlobInfo> Add(OrdinalOrder order, BlobInfo blob)
    {
        try
        {
            return order.Add(blob);
        }
        catch (InvalidOperationException error)
        {
            throw new BlobStoreException($"The store cannot be listed: {error.Message}", calls.Location, error);
        }
    }

    private async IAsyncEnumerable<BlobInfo> PagesAsync(
        string begin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = prefix.Length == 0 ? "" : $"{prefix}/";
        // Half a character cannot be asked for: it is listed without, and looked at here.
        var asked = begin.Length > 0 && char.IsHighSurrogate(begin[^1]) ? begin[..^1] : begin;
        if (asked.Any(c => char.IsControl(c) || c == '\\'))
            yield break;
        string? mark = null;
        do
        {
            if (await PageAsync(root + asked, mark, cancellationToken).ConfigureAwait(false) is not { } page)
                yield break;
            foreach (var item in page.Values)
            {
                if (!item.Name.StartsWith(root + begin, StringComparison.Ordinal))
                    continue;
                yield return new BlobInfo(new BlobKey(item.Name[root.Length..]), item.Properties.ContentLength ?? 0);
            }

            mark = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(mark));
    }

    // Null where there is no container and there need not be one yet.
    private Task<Page<BlobItem>?> PageAsync(string begin, string? mark, CancellationToken cancellationToken) =>
        calls.RunAsync<Page<BlobItem>?>("listed", null, async token =>
        {
            try
            {
                var pages = container
                    .GetBlobsAsync(prefix: begin.Length == 0 ? null : begin, cancellationToken: token)
                    .AsPages(mark, PageCount);
                var next = pages.GetAsyncEnumerator(token);
                await using (next.ConfigureAwait(false))
                    return await next.MoveNextAsync().ConfigureAwait(false) ? next.Current : null;
            }
            catch (RequestFailedException error) when (
                calls.Options.CreateContainer && AzureCalls.IsNoContainer(error))
            {
                return null;
            }
        }, cancellationToken);

    private static void RefuseUnlessFolder(string begin)
    {
        if (begin.LastIndexOf('/') is var slash and >= 0)
            _ = new BlobKey(begin[..slash]);
    }
}
