using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Makes a <see cref="RunStatus"/> what is sent of it, and back.
/// </summary>
[RegisterConverter]
public sealed class RunStatusConverter : IConverter<RunStatus, RunStatusSurrogate>
{
    public RunStatus ConvertFromSurrogate(in RunStatusSurrogate surrogate) => new()
    {
        Id = surrogate.Id,
        State = surrogate.State,
        Stage = surrogate.Stage,
        Priority = surrogate.Priority,
        SubmittedAt = surrogate.SubmittedAt,
        Reason = surrogate.Reason,
        PlateCount = surrogate.PlateCount,
        PlatesFinished = surrogate.PlatesFinished,
        WellCount = surrogate.WellCount,
        WellsDone = surrogate.WellsDone,
        WellsFailed = surrogate.WellsFailed,
        WellsRunning = surrogate.WellsRunning,
        Sequence = surrogate.Sequence,
    };

    public RunStatusSurrogate ConvertToSurrogate(in RunStatus value) => new()
    {
        Id = value.Id,
        State = value.State,
        Stage = value.Stage,
        Priority = value.Priority,
        SubmittedAt = value.SubmittedAt,
        Reason = value.Reason,
        PlateCount = value.PlateCount,
        PlatesFinished = value.PlatesFinished,
        WellCount = value.WellCount,
        WellsDone = value.WellsDone,
        WellsFailed = value.WellsFailed,
        WellsRunning = value.WellsRunning,
        Sequence = value.Sequence,
    };
}
