using System.Numerics;
using System.Runtime.CompilerServices;

namespace HcsGrid.Profiling;

/// <summary>
/// The median of each of some groups of rows, column by column, and the median distance from it.
/// </summary>
/// <remarks>
/// Groups of about the same length are sorted several at once (<see cref="LaneSort"/>); large ones and those without
/// company go through <see cref="OrderStatistics"/>. The numbers are those of <see cref="OrderStatistics"/> to the bit
/// in either case.
/// </remarks>
internal sealed class GroupMedians
{
    /// <summary>From here on selection in linear time beats sorting.</summary>
    private const int LongestSorted = 1024;

    private readonly ReadOnlyMemory<int>[] _groups;

    /// <summary>Groups by descending length: neighbours are alike.</summary>
    private readonly int[] _order;

    private readonly int _longestSorted;

    public GroupMedians(ReadOnlyMemory<int>[] groups)
    {
        _groups = groups;
        _order = [.. Enumerable.Range(0, groups.Length).OrderByDescending(group => groups[group].Length)];
        _longestSorted = Vector.IsHardwareAccelerated ? LongestSorted : 0;
        var longest = _order.Length == 0 ? 0 : groups[_order[0]].Length;
        var sorted = LaneSort.PlacesFor(Math.Min(longest, _longestSorted));
        BufferLength = Math.Max(longest, (sorted + 1) * LaneSort.Lanes);
    }

    /// <summary>The numbers of a buffer to work in.</summary>
    public int BufferLength { get; }

    /// <summary>Fills in the median of each group's values that are not NaN, NaN where there are none.</summary>
    /// <param name="column">One value a row.</param>
    /// <param name="buffer"><see cref="BufferLength"/> numbers that no one else uses meanwhile.</param>
    /// <param name="medians">One a group.</param>
    /// <param name="deviations">The median distances from the median, one a group, not finite where the median is
    /// not; or empty, if they are not wanted.</param>
    public void Fill(
        ReadOnlySpan<double> column, double[] buffer, Span<double> medians, Span<double> deviations)
    {
        for (var next = 0; next < _order.Length;)
        {
            var count = Companions(next);
            var groups = _order.AsSpan(next, count);
            if (count > 1)
                FillSorted(column, groups, buffer, medians, deviations);
            else
                FillOne(column, groups[0], buffer, medians, deviations);
            next += count;
        }
    }

    /// <summary>How many groups from here on are worth sorting at once: at least half of what is sorted are
    /// values.</summary>
    private int Companions(int first)
    {
        var longest = _groups[_order[first]].Length;
        if (longest == 0 || longest > _longestSorted)
            return 1;
        var count = Math.Min(LaneSort.Lanes, _order.Length - first);
        var values = 0;
        foreach (var group in _order.AsSpan(first, count))
            values += _groups[group].Length;
        return 2 * values >= longest * LaneSort.Lanes ? count : 1;
    }

    private void FillOne(
        ReadOnlySpan<double> column, int group, double[] buffer, Span<double> medians, Span<double> deviations)
    {
        var values = buffer.AsSpan(0, OrderStatistics.Gather(column, _groups[group].Span, buffer));
        medians[group] = OrderStatistics.Median(values);
        if (deviations.Length > 0)
            deviations[group] = OrderStatistics.MedianAbsoluteDeviation(values, medians[group]);
    }

    private void FillSorted(
        ReadOnlySpan<double> column,
        ReadOnlySpan<int> groups,
        double[] buffer,
        Span<double> medians,
        Span<double> deviations)
    {
        var lanes = LaneSort.Lanes;
        var places = Aligned(buffer).Slice(0, LaneSort.PlacesFor(_groups[groups[0]].Length) * lanes);
        Span<int> counts = stackalloc int[lanes];
        for (var lane = 0; lane < lanes; lane++)
            counts[lane] = Gather(column, lane < groups.Length ? _groups[groups[lane]].Span : [], places[lane..]);
        LaneSort.Sort(places);
        for (var lane = 0; lane < groups.Length; lane++)
        {
            var median = Median(places[lane..], counts[lane]);
            medians[groups[lane]] = median;
            if (deviations.Length > 0)
                deviations[groups[lane]] = Deviation(places[lane..], counts[lane], median);
        }
    }

    /// <summary>Copies the values that are not NaN into a lane, fills it up with infinity, and counts them.</summary>
    private static int Gather(ReadOnlySpan<double> column, ReadOnlySpan<int> rows, Span<double> lane)
    {
        var step = LaneSort.Lanes;
        var end = 0;
        foreach (var row in rows)
        {
            var value = column[row];
            lane[end] = value;
            end += Unsafe.BitCast<bool, byte>(!double.IsNaN(value)) * step;
        }

        for (var i = end; i < lane.Length; i += step)
            lane[i] = double.PositiveInfinity;
        return end / step;
    }

    private static double Median(ReadOnlySpan<double> lane, int count)
    {
        if (count == 0)
            return double.NaN;
        var upper = lane[count / 2 * LaneSort.Lanes];
        return (count % 2 != 0 ? upper : (lane[((count / 2) - 1) * LaneSort.Lanes] + upper) / 2) + 0.0;
    }

    /// <summary>
    /// The median distance of sorted values: the values nearest to the centre, one more than half of them, are
    /// neighbours, and one of their ends is the farthest.
    /// </summary>
    private static double Deviation(ReadOnlySpan<double> lane, int count, double centre)
    {
        if (!double.IsFinite(centre))
            return double.NaN;
        var step = LaneSort.Lanes;
        var half = count / 2;
        var (first, last) = (0, count - half - 1);
        while (first < last)
        {
            var middle = (first + last) / 2;
            if (centre - lane[middle * step] > lane[(middle + half + 1) * step] - centre)
                first = middle + 1;
            else
                last = middle;
        }

        var end = first + half;
        var (left, right) = (centre - lane[first * step], lane[end * step] - centre);
        var upper = Math.Max(left, right);
        if (count % 2 != 0)
            return upper + 0.0;
        var lower = left > right
            ? Math.Max(centre - lane[(first + 1) * step], right)
            : Math.Max(left, lane[(end - 1) * step] - centre);
        return ((lower + upper) / 2) + 0.0;
    }

    /// <summary>The part of a buffer that begins where a vector does, so that none lies across two cache
    /// lines.</summary>
    private static unsafe Span<double> Aligned(double[] buffer)
    {
        fixed (double* start = buffer)
        {
            var vector = (nuint)Unsafe.SizeOf<Vector<double>>();
            return buffer.AsSpan((int)((vector - ((nuint)start % vector)) % vector / sizeof(double)));
        }
    }
}
