using System.Net.ServerSentEvents;
using System.Text.Json;
using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;
using HcsGrid.Web;

namespace HcsGrid.Client;

/// <summary>
/// Follows a job on a server until it has ended, also over the end of connections and of the server.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="time">The clock.</param>
internal sealed class RunWatch(RunServer server, TimeProvider time)
{
    /// <summary>How often in a row the server may be out of reach until the watch is given up: some 2
    /// minutes.</summary>
    public const int MaxAttemptCount = 30;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>Follows a job that the server knows.</summary>
    /// <returns>The last status.</returns>
    /// <exception cref="ServerException">The server was out of reach for too long.</exception>
    public async Task<RunStatus> FollowAsync(
        string id, IProgress<RunProgress> progress, CancellationToken cancellationToken)
    {
        // A server that is not there from the start, or does not know the job, is told at once.
        var last = await server.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var attempts = 0;
        while (!last.HasEnded)
        {
            try
            {
                using var response = await server.OpenEventsAsync(id, cancellationToken).ConfigureAwait(false);
                await foreach (var status in ReadAsync(response, cancellationToken).ConfigureAwait(false))
                {
                    (last, attempts) = (status, 0);
                    progress.Report(ProgressOf(status));
                }
            }
            catch (Exception error) when (error is ServerException or IOException or HttpRequestException)
            {
                if (++attempts >= MaxAttemptCount)
                    throw new ServerException($"Given up after {attempts} attempts: {error.Message}", error);
            }

            if (!last.HasEnded)
                await Task.Delay(DelayAfter(attempts), time, cancellationToken).ConfigureAwait(false);
        }

        progress.Report(ProgressOf(last));
        return last;
    }

    /// <summary>What the end of a job makes of the command that waited for it.</summary>
    public static int ExitCodeOf(RunStatus status) => status.State switch
    {
        JobState.Finished when status.WellsFailed == 0 => ExitCode.Done,
        JobState.Finished => ExitCode.DoneWithProblems,
        _ => ExitCode.Failed,
    };

    private static async IAsyncEnumerable<RunStatus> ReadAsync(
        HttpResponseMessage response,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var streamEnd = stream.ConfigureAwait(false);
        var events = SseParser.Create(
            stream, (_, data) => JsonSerializer.Deserialize<RunStatus>(data, WebJson.Options));
        await foreach (var item in events.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data is { } status)
                yield return status;
        }
    }

    private static TimeSpan DelayAfter(int attemptCount) =>
        TimeSpan.FromTicks(Math.Min(MaxDelay.Ticks, FirstDelay.Ticks << Math.Clamp(attemptCount - 1, 0, 10)));

    private static RunProgress ProgressOf(RunStatus status) => new(
        status.Stage, status.WellCount, status.WellsDone, status.WellsFailed, TileCount: null);
}
