using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Adds up eight running sums in pairs, in an order that is the same on every machine.
/// </summary>
internal static class LaneSum
{
    public static double Of(Vector512<double> sums)
    {
        var four = sums.GetLower() + sums.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
