using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// A job as somebody submits it.
/// </summary>
/// <param name="Job">The job; its images' store is an address that the facility's settings permit.</param>
/// <param name="Id">The job's id; null for one made of the job's name and the time. Submitting the same job under the
/// same id again changes nothing.</param>
/// <param name="Priority">1 (least) to 9 (most urgent).</param>
public sealed record RunSubmission(ScreenJob Job, string? Id = null, int Priority = JobRecord.DefaultPriority);
