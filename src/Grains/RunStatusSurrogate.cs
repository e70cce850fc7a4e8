using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// The form in which a <see cref="RunStatus"/> is sent.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.run-status")]
public struct RunStatusSurrogate
{
    [Id(0)] public string Id { get; set; }
    [Id(1)] public JobState State { get; set; }
    [Id(2)] public string Stage { get; set; }
    [Id(3)] public int Priority { get; set; }
    [Id(4)] public DateTimeOffset SubmittedAt { get; set; }
    [Id(5)] public string? Reason { get; set; }
    [Id(6)] public int PlateCount { get; set; }
    [Id(7)] public int PlatesFinished { get; set; }
    [Id(8)] public int WellCount { get; set; }
    [Id(9)] public int WellsDone { get; set; }
    [Id(10)] public int WellsFailed { get; set; }
    [Id(11)] public int WellsRunning { get; set; }
    [Id(12)] public long Sequence { get; set; }
}
