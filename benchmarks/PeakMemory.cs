using System.Globalization;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The most memory that this process held during a step, above what it held before.
/// </summary>
/// <remarks>Linux only (<c>/proc/self</c>): elsewhere 0. What the collector kept from earlier steps counts as held
/// before, so it is given back first.</remarks>
internal sealed class PeakMemory
{
    private readonly long _before;

    private PeakMemory(long before) => _before = before;

    public long Bytes => Math.Max(0, Read("VmHWM:") - _before);

    public static PeakMemory Start()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
        return new PeakMemory(Read("VmRSS:"));
    }

    private static long Read(string name)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Split('\t')[0], CultureInfo.InvariantCulture);
    }
}
