using System.Buffers;
using System.Text;
using System.Text.Json;
using HcsGrid.Runs.Coordination;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace HcsGrid.Web;

/// <summary>
/// Streams a job's status as Server-Sent Events until the job has ended: GET /api/runs/{id}/events.
/// </summary>
/// <remarks>An event is written when its reader has taken the last one: a slow reader gets the newest, and nothing is
/// queued for it.</remarks>
internal sealed class RunEvents(
    IRunService runs, HcsGridWebOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private int _streamCount;

    public async Task StreamAsync(HttpContext context)
    {
        RunRequests.CheckQuery(context.Request);
        var id = RunRequests.IdOf(context);
        try
        {
            if (Interlocked.Increment(ref _streamCount) > options.MaxEventStreamCount)
            {
                throw new WebProblemException(
                    StatusCodes.Status503ServiceUnavailable,
                    $"{options.MaxEventStreamCount} watchers are there, as many as may (MaxEventStreamCount)");
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, lifetime.ApplicationStopping);
            await StreamAsync(context, id, end).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _streamCount);
        }
    }

    private async Task StreamAsync(HttpContext context, string id, CancellationTokenSource end)
    {
        var watching = runs.WatchAsync(id, end.Token).GetAsyncEnumerator(end.Token);
        var next = watching.MoveNextAsync().AsTask();
        try
        {
            if (!await next.ConfigureAwait(false))
                throw RunRequests.NotFound();
            context.Response.ContentType = "text/event-stream";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            do
            {
                await WriteAsync(context, TextOf(watching.Current), end.Token).ConfigureAwait(false);
                next = watching.MoveNextAsync().AsTask();
                while (!await IsThereAsync(next, end.Token).ConfigureAwait(false))
                    await WriteAsync(context, ": heartbeat\n\n"u8.ToArray(), end.Token).ConfigureAwait(false);
            }
            while (await next.ConfigureAwait(false));
        }
        finally
        {
            // An enumerator is disposed only when it is at rest.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await watching.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> IsThereAsync(Task next, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beat = Task.Delay(options.Heartbeat, time, over.Token);
        var first = await Task.WhenAny(next, beat).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == next;
    }

    private static async Task WriteAsync(HttpContext context, byte[] bytes, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // JSON has no line breaks here: one data line.
    private static byte[] TextOf(RunStatus status)
    {
        var text = new ArrayBufferWriter<byte>(512);
        text.Write(Encoding.UTF8.GetBytes($"id: {status.Sequence}\nevent: status\ndata: "));
        text.Write(JsonSerializer.SerializeToUtf8Bytes(status, WebJson.Options));
        text.Write("\n\n"u8);
        return text.WrittenSpan.ToArray();
    }
}
