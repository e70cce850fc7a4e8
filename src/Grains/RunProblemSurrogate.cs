using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// The form in which a <see cref="RunProblem"/> is sent.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.run-problem")]
public struct RunProblemSurrogate
{
    [Id(0)] public string Text { get; set; }
    [Id(1)] public string? Plate { get; set; }
    [Id(2)] public string? Well { get; set; }
    [Id(3)] public int? Site { get; set; }
    [Id(4)] public string? Channel { get; set; }
    [Id(5)] public string? Blob { get; set; }
    [Id(6)] public int? Line { get; set; }
}
