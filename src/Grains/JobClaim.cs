namespace HcsGrid.Grains;

/// <summary>
/// What a job needs.
/// </summary>
/// <param name="Job">The job's id.</param>
/// <param name="Priority">1 (least) to 9 (most urgent).</param>
/// <param name="ModelSha256">Its model.</param>
/// <param name="Demand">Wells that it could have in work now.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.job-claim")]
public sealed record JobClaim(
    [property: Id(0)] string Job, [property: Id(1)] int Priority, [property: Id(2)] string ModelSha256,
    [property: Id(3)] int Demand);
