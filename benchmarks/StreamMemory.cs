using System.Globalization;
using HcsGrid.Profiling.Streaming;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Follows the memory of this process while a table streams: the largest, and where each GB of its stages found it.
/// </summary>
/// <remarks>Linux only (<c>/proc/self/status</c>). Anonymous memory is looked at every 16th report; the system itself
/// keeps the peak of the working set.</remarks>
internal sealed class StreamMemory(int featureCount) : IProgress<StreamingProgress>
{
    private long _reportCount;
    private string _stage = "";
    private long _toldGigabyte;

    public double PeakAnonymousMebibytes { get; private set; }

    public static double PeakMebibytes => Mebibytes("VmHWM:");

    public void Report(StreamingProgress value)
    {
        var gigabyte = value.RowCount * 8 * featureCount / 1_000_000_000;
        var isNew = value.Stage != _stage || gigabyte != _toldGigabyte;
        if (!isNew && _reportCount++ % 16 != 0)
            return;
        var anonymous = Mebibytes("RssAnon:");
        PeakAnonymousMebibytes = Math.Max(PeakAnonymousMebibytes, anonymous);
        if (!isNew)
            return;
        (_stage, _toldGigabyte) = (value.Stage, gigabyte);
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Stage}, {gigabyte} GB: peak {PeakMebibytes:N0} MiB, anonymous {anonymous:N0} MiB now"));
    }

    private static double Mebibytes(string name)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(
            line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024.0;
    }
}
