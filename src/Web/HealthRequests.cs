using Microsoft.AspNetCore.Http;

namespace HcsGrid.Web;

/// <summary>
/// Tells whether the process lives and whether it is ready: GET /healthz, GET /readyz.
/// </summary>
internal sealed class HealthRequests(IEnumerable<IReadinessCheck> checks, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task LiveAsync(HttpContext context) =>
        RunRequests.WriteAsync(context, StatusCodes.Status200OK, new { Status = "live" });

    public async Task ReadyAsync(HttpContext context)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var check in checks)
        {
            if (await ReasonOfAsync(check, context.RequestAborted).ConfigureAwait(false) is { } reason)
                reasons[check.Name] = reason;
        }

        if (reasons.Count == 0)
        {
            await RunRequests.WriteAsync(context, StatusCodes.Status200OK, new { Status = "ready" })
                .ConfigureAwait(false);
            return;
        }

        throw new WebProblemException(
            StatusCodes.Status503ServiceUnavailable,
            $"Not ready: {string.Join("; ", reasons.Select(r => $"{r.Key}: {r.Value}"))}");
    }

    private async Task<string?> ReasonOfAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await check.CheckAsync(end.Token).WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds} s";
        }
#pragma warning disable CA1031 // Whatever a check meets, the answer is that the host is not ready.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return error.Message;
        }
    }
}
