namespace HcsGrid.Grains;

/// <summary>
/// A job as it is submitted.
/// </summary>
/// <param name="Json">The job, as <see cref="Runs.Jobs.JobFile"/> writes it.</param>
/// <param name="Id">The id that it is to have; null for one made of its name and the time.</param>
/// <param name="Priority">1 (least) to 9 (most urgent).</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.job-message")]
public sealed record JobMessage(
    [property: Id(0)] byte[] Json, [property: Id(1)] string? Id, [property: Id(2)] int Priority);
