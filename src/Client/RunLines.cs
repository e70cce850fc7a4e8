using HcsGrid.Runs;

namespace HcsGrid.Client;

/// <summary>
/// Writes a line of progress whenever the stage changes or another tenth of the wells is through.
/// </summary>
public sealed class RunLines(TextWriter writer) : IProgress<RunProgress>
{
    private readonly Lock _gate = new();
    private string _stage = "";
    private int _tenth = -1;

    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            var through = value.DoneCount + value.FailedCount;
            var tenth = value.WellCount == 0 ? 0 : 10 * through / value.WellCount;
            if (value.Stage == _stage && tenth == _tenth)
                return;
            (_stage, _tenth) = (value.Stage, tenth);
            writer.WriteLine(
                $"{value.Stage}: {through} of {value.WellCount} wells" +
                (value.FailedCount > 0 ? $" ({value.FailedCount} failed)" : "") +
                (value.TileCount is { } tiles ? $", {tiles} tiles" : ""));
        }
    }
}
