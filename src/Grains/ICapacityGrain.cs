namespace HcsGrid.Grains;

/// <summary>
/// Knows which silos there are and what they can do, and divides their slots between the jobs. One of the cluster.
/// </summary>
/// <remarks>Soft: it knows what silos and jobs told it lately, and a new activation knows it all after one period of
/// heartbeats.</remarks>
[Alias("hcsgrid.capacity")]
public interface ICapacityGrain : IGrainWithIntegerKey
{
    /// <summary>Takes what a silo can do, and tells it which silos have which models.</summary>
    [Alias("report")]
    Task<ModelPlace[]> ReportAsync(SiloReport report);

    /// <summary>Takes what a job needs, and tells it its share.</summary>
    [Alias("claim")]
    Task<JobShare> ClaimAsync(JobClaim claim);

    /// <summary>Answers: the cluster is there.</summary>
    [Alias("ping")]
    Task PingAsync();
}
