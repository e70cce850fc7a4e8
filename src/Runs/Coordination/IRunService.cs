using HcsGrid.Plates;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Takes jobs and tells how they go: the one surface of an embedded server and of a cluster's gateway.
/// </summary>
/// <remarks>
/// Every call may be repeated. A job that was taken is in the store and survives every process. Unknown ids give null.
/// Every call may end with a <see cref="RunServiceUnavailableException"/> where others than this process run the jobs.
/// </remarks>
public interface IRunService
{
    /// <summary>Takes a job.</summary>
    /// <exception cref="ScreenDataException">The job cannot be run at all: not valid, an image store that is not
    /// permitted, an unknown model. The message says which.</exception>
    /// <exception cref="RunConflictException">Another job has the id.</exception>
    /// <exception cref="RunLimitException">As many jobs wait as may.</exception>
    Task<RunStatus> SubmitAsync(RunSubmission submission, CancellationToken cancellationToken);

    /// <summary>Tells of a job.</summary>
    Task<RunStatus?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Tells of jobs in one fixed order, those after an id where one is given.</summary>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="limit">The most jobs to tell, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    Task<IReadOnlyList<RunStatus>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Tells of a job at once and after every change, until it has ended. A watcher that is slower than the changes
    /// gets the newest, never a queue of old ones. Nothing at all is told of an unknown job.
    /// </summary>
    IAsyncEnumerable<RunStatus> WatchAsync(string id, CancellationToken cancellationToken);

    /// <summary>Pauses, resumes or cancels a job.</summary>
    /// <exception cref="RunConflictException">The job has finished.</exception>
    Task<RunStatus?> ChangeAsync(string id, RunChange change, CancellationToken cancellationToken);
}
