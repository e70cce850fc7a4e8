using System.Globalization;
using HcsGrid.Profiling.Streaming;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// Tells on standard error how far work on a large table is: a line a stage and tenth of it.
/// </summary>
internal sealed class StreamingLines(TextWriter writer) : IProgress<StreamingProgress>
{
    private const long RowsPerLine = 1_000_000;

    private string _stage = "";
    private long _told;

    public void Report(StreamingProgress value)
    {
        var step = value.TotalRowCount > 0 ? Math.Max(1, value.TotalRowCount / 10) : RowsPerLine;
        var reached = value.RowCount / step;
        if (value.Stage == _stage && reached <= _told)
            return;
        (_stage, _told) = (value.Stage, reached);
        var total = value.TotalRowCount > 0 ? $" of {Text(value.TotalRowCount)}" : "";
        writer.WriteLine($"{value.Stage}: {Text(value.RowCount)}{total} rows");
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
