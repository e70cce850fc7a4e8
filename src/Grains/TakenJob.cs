using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// What became of a submitted job.
/// </summary>
/// <param name="Id">The job's id; null where it was not taken.</param>
/// <param name="Refusal">Why it cannot be run at all; else null.</param>
/// <param name="RefusedKey">The job's key that is the reason, where it is known.</param>
/// <param name="Conflict">Why its id cannot be had; else null.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.taken-job")]
public sealed record TakenJob(
    [property: Id(0)] string? Id,
    [property: Id(1)] string? Refusal = null,
    [property: Id(2)] string? RefusedKey = null,
    [property: Id(3)] string? Conflict = null)
{
    /// <summary>The id, or the error that the answer stands for.</summary>
    /// <exception cref="ScreenDataException">The job was refused.</exception>
    /// <exception cref="RunConflictException">Another job has the id.</exception>
    public string Require() => Id ?? throw (Conflict is null
        ? new ScreenDataException(Refusal ?? "The job was not taken", new Place { Key = RefusedKey })
        : new RunConflictException(Conflict));
}
