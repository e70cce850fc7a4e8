using HcsGrid.Runs.Coordination;

namespace HcsGrid.Web;

/// <summary>
/// One page of the list of jobs.
/// </summary>
/// <param name="Runs">The jobs, in the order of their ids' blobs.</param>
/// <param name="Next">What <c>after</c> is to be for the next page; null on the last.</param>
public sealed record RunPage(IReadOnlyList<RunStatus> Runs, string? Next);
