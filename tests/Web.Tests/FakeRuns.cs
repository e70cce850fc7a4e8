using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Web.Tests;

/// <summary>
/// A service whose jobs do what the test says.
/// </summary>
internal sealed class FakeRuns : IRunService
{
    private readonly ConcurrentDictionary<string, StatusFeed> _jobs = new(StringComparer.Ordinal);

    public ConcurrentQueue<RunSubmission> Submissions { get; } = new();

    /// <summary>Thrown by every call, if set.</summary>
    public Exception? Error { get; set; }

    /// <summary>Watchers that are there now.</summary>
    public int WatcherCount => _watcherCount;

    private int _watcherCount;

    public StatusFeed Add(string id, JobState state = JobState.Running) => _jobs[id] = new StatusFeed(new RunStatus
    {
        Id = id,
        State = state,
        Stage = "Running wells",
        Priority = 5,
        SubmittedAt = DateTimeOffset.UnixEpoch,
    });

    public Task<RunStatus> SubmitAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        if (Error is not null)
            throw Error;
        Submissions.Enqueue(submission);
        return Task.FromResult(Add(submission.Id ?? "made-up", JobState.Queued).Current);
    }

    public Task<RunStatus?> FindAsync(string id, CancellationToken cancellationToken) => Error is null
        ? Task.FromResult(_jobs.GetValueOrDefault(id)?.Current)
        : throw Error;

    public Task<IReadOnlyList<RunStatus>> ListAsync(
        string? after, int limit, CancellationToken cancellationToken) => Error is not null
        ? throw Error
        : Task.FromResult<IReadOnlyList<RunStatus>>(
        [
            .. _jobs.Values.Select(f => f.Current).OrderBy(s => s.Id, StringComparer.Ordinal)
                .Where(s => string.CompareOrdinal(s.Id, after) > 0).Take(limit),
        ]);

    public async IAsyncEnumerable<RunStatus> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Error is not null)
            throw Error;
        if (!_jobs.TryGetValue(id, out var feed))
            yield break;
        Interlocked.Increment(ref _watcherCount);
        try
        {
            await foreach (var status in feed.WatchAsync(cancellationToken))
                yield return status;
        }
        finally
        {
            Interlocked.Decrement(ref _watcherCount);
        }
    }

    public Task<RunStatus?> ChangeAsync(string id, RunChange change, CancellationToken cancellationToken)
    {
        if (Error is not null)
            throw Error;
        if (!_jobs.TryGetValue(id, out var feed))
            return Task.FromResult<RunStatus?>(null);
        if (feed.Current.State == JobState.Finished)
            throw new RunConflictException($"The job '{id}' has finished");
        feed.Publish(s => s with { Stage = $"{change}" });
        return Task.FromResult<RunStatus?>(feed.Current);
    }

    /// <summary>An error of a place that is known in full.</summary>
    public static ScreenDataException PlacedError { get; } = new("The well is odd", new Place
    {
        Plate = new PlateId("P1"),
        Well = WellAddress.Parse("B03"),
        SiteNumber = 2,
        Channel = new Channel("DNA"),
        Blob = "a/b.tif",
        LineNumber = 7,
        Key = "images.store",
    });
}
