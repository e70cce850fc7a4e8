using System.Runtime.InteropServices;

namespace HcsGrid.Profiling;

/// <summary>
/// Allocates tables of numbers that are about to be overwritten.
/// </summary>
/// <remarks>On Linux a large one is marked for huge pages, as numpy does for its arrays: the first touch of each small
/// page, some 250 of them a megabyte, costs as much time as the arithmetic of many a statistic.</remarks>
internal static unsafe partial class LargeArrays
{
    private const nuint HugePage = 2 << 20;
    private const int UseHugePages = 14;

    /// <summary>An array of arbitrary content.</summary>
    public static double[] Uninitialized(int length)
    {
        var array = GC.AllocateUninitializedArray<double>(length);
        if (OperatingSystem.IsLinux() && (nuint)length * sizeof(double) >= 2 * HugePage)
        {
            fixed (double* start = array)
            {
                var first = ((nuint)start + HugePage - 1) / HugePage * HugePage;
                var end = (nuint)(start + length) / HugePage * HugePage;
                // A hint: where the system does not follow it, pages stay small.
                _ = Advise(first, end - first, UseHugePages);
            }
        }

        return array;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
