using System.Globalization;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// What came of one kind of fault: a row of the table in docs/reliability.md.
/// </summary>
internal sealed class FaultRow(string fault)
{
    public int Times { get; set; }

    public int JobCount { get; set; }

    public int WellCount { get; set; }

    public int LostCount { get; set; }

    public int RepeatCount { get; set; }

    /// <summary>Wells in work at the faults, summed over them.</summary>
    public int InWorkCount { get; set; }

    /// <summary>Silos that ended though nobody killed them.</summary>
    public int OwnEndCount { get; set; }

    /// <summary>How long it took after each fault until a well was done that was begun after it.</summary>
    public List<TimeSpan> GoesOn { get; } = [];

    public override string ToString()
    {
        double[] seconds = [.. GoesOn.Select(t => t.TotalSeconds).Order()];
        var median = seconds.Length == 0 ? double.NaN : seconds[seconds.Length / 2];
        var longest = seconds.Length == 0 ? double.NaN : seconds[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault} | {Times} | {JobCount} | {WellCount} | {LostCount} | {RepeatCount} | {InWorkCount} | " +
            $"{median:0.0} | {longest:0.0} | {OwnEndCount} |");
    }
}
