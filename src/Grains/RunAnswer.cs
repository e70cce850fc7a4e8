using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// What a job's coordinator answers: how far the job is, or why what was asked is refused.
/// </summary>
/// <param name="Status">How far the job is; null where there is none of that id, or it was refused.</param>
/// <param name="Refusal">Why the job cannot be run at all; else null.</param>
/// <param name="Conflict">Why what was asked does not go with what the job is; else null.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.run-answer")]
public sealed record RunAnswer(
    [property: Id(0)] RunStatus? Status,
    [property: Id(1)] RunProblem? Refusal = null,
    [property: Id(2)] string? Conflict = null)
{
    /// <summary>The status, or the error that the answer stands for.</summary>
    /// <exception cref="Plates.ScreenDataException">The job was refused.</exception>
    /// <exception cref="RunConflictException">It does not go with what the job is.</exception>
    public RunStatus? Require()
    {
        if (Refusal is not null)
            throw Refusal.ToException();
        return Conflict is null ? Status : throw new RunConflictException(Conflict);
    }
}
