using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// What a job's coordinator tells: how far the job is, or why what was asked does not go with it.
/// </summary>
/// <param name="Status">How far the job is; null where there is none of that id.</param>
/// <param name="Coordinator">When the coordinator began, in ticks: of two that tell of one job the later is
/// right.</param>
/// <param name="Conflict">Why what was asked does not go with what the job is; else null.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.run-answer")]
public sealed record RunAnswer(
    [property: Id(0)] RunStatus? Status, [property: Id(1)] long Coordinator, [property: Id(2)] string? Conflict = null)
{
    /// <summary>The status, or the error that the answer stands for.</summary>
    /// <exception cref="RunConflictException">It does not go with what the job is.</exception>
    public RunStatus? Require() => Conflict is null ? Status : throw new RunConflictException(Conflict);
}
