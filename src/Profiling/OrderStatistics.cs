using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HcsGrid.Profiling;

/// <summary>
/// Median, mean and spread of plain numbers, with the field's reference values.
/// </summary>
/// <remarks>
/// <para>Values must hold no NaN (see <see cref="Compact"/>); no values give NaN. Infinite values are ordered as
/// usual.</para>
/// <para>Sums run in the order of the values, so the same values in the same order give the same bytes. The median of
/// an even count is half the sum of the two middle values, as numpy's; it does not depend on the order of the values,
/// not even in its zero's sign (a zero median is +0).</para>
/// </remarks>
public static class OrderStatistics
{
    /// <summary>Makes the median absolute deviation an estimate of the standard deviation: 1.4826 exactly, as the
    /// field has it.</summary>
    public const double MadToStandardDeviation = 1.4826;

    /// <summary>Copies the values that are not NaN to the front of a buffer, in order, and says how many there
    /// are.</summary>
    public static int Compact(ReadOnlySpan<double> values, Span<double> buffer)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
                buffer[count++] = value;
        }

        return count;
    }

    /// <summary>Copies the values of some rows that are not NaN to the front of a buffer, in order, and says how many
    /// there are.</summary>
    internal static int Gather(ReadOnlySpan<double> column, ReadOnlySpan<int> rows, Span<double> buffer)
    {
        var count = 0;
        foreach (var row in rows)
        {
            var value = column[row];
            buffer[count] = value;
            count += Unsafe.BitCast<bool, byte>(!double.IsNaN(value));
        }

        return count;
    }

    /// <summary>The arithmetic mean, summed in the order given.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    /// <summary>The variance around the mean: sum of squares over (count − ddof); NaN where that is not
    /// positive.</summary>
    /// <remarks>Two passes with the correction of the rounded mean, as scikit-learn's scaler has it.</remarks>
    public static double Variance(ReadOnlySpan<double> values, double mean, int ddof)
    {
        if (values.Length <= ddof)
            return double.NaN;
        return SumOfSquares(values, mean) / (values.Length - ddof);
    }

    /// <summary>The median. The values may be put into another order.</summary>
    public static double Median(Span<double> values)
    {
        if (values.Length == 0)
            return double.NaN;
        var middle = values.Length / 2;
        if (TryMiddle(values, out var lower, out var upper))
            return (values.Length % 2 != 0 ? upper : (lower + upper) / 2) + 0.0;
        upper = Select(values, middle);
        return (values.Length % 2 != 0 ? upper : (Largest(values[..middle]) + upper) / 2) + 0.0;
    }

    /// <summary>A quantile by linear interpolation between order statistics, at position (n − 1)·p (type 7).</summary>
    /// <remarks>Source: numpy's <c>percentile</c>, method "linear". The values are put into another order.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">p is not within 0 and 1.</exception>
    public static double Quantile(Span<double> values, double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile is asked for at 0 to 1.");
        if (values.Length == 0)
            return double.NaN;
        var position = (values.Length - 1) * p;
        var below = (int)position;
        var weight = position - below;
        var lower = Select(values, below);
        if (weight == 0)
            return lower + 0.0;
        var upper = Smallest(values[(below + 1)..]);
        // As numpy has it, so that both ends are met exactly.
        var quantile = weight < 0.5 ? lower + ((upper - lower) * weight) : upper - ((upper - lower) * (1 - weight));
        return (lower == upper ? lower : quantile) + 0.0;
    }

    /// <summary>The median of the values' distances from a centre, without a factor. The values are
    /// overwritten.</summary>
    public static double MedianAbsoluteDeviation(Span<double> values, double centre)
    {
        var centres = new Vector<double>(centre);
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (ref var vector in vectors)
            vector = Vector.Abs(vector - centres);
        foreach (ref var value in values[(vectors.Length * Vector<double>.Count)..])
            value = Math.Abs(value - centre);
        return values.ContainsAnyNaN() ? double.NaN : Median(values);
    }

    /// <summary>The median of the values' distances from their median, without a factor. The values are
    /// overwritten.</summary>
    public static double MedianAbsoluteDeviation(Span<double> values) =>
        MedianAbsoluteDeviation(values, Median(values));

    /// <summary>
    /// Whether a variance is rounding alone: not above n·ε·variance + (n·mean·ε)², scikit-learn's rule for a constant
    /// feature.
    /// </summary>
    internal static bool IsConstant(double variance, double mean, int count)
    {
        const double Epsilon = 2.220446049250313e-16;
        var rounding = count * mean * Epsilon;
        return variance <= (count * Epsilon * variance) + (rounding * rounding);
    }

    internal static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            var difference = value - mean;
            sum += difference;
            squares += difference * difference;
        }

        return squares - (sum * sum / values.Length);
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = values[0];
        foreach (var value in values)
            largest = value > largest ? value : largest;
        return largest;
    }

    private static double Smallest(ReadOnlySpan<double> values)
    {
        var smallest = values[0];
        foreach (var value in values)
            smallest = value < smallest ? value : smallest;
        return smallest;
    }

    private static bool ContainsAnyNaN(this Span<double> values)
    {
        foreach (var value in values)
        {
            if (double.IsNaN(value))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The two middle values of some hundreds: a sample tells bounds around them, and one pass gathers what lies
    /// within.
    /// </summary>
    /// <returns>False where there are too few or too many values, or the sample misled.</returns>
    private static bool TryMiddle(ReadOnlySpan<double> values, out double lower, out double upper)
    {
        const int SampleCount = 24;
        const int Reach = 4;
        const int MostWithin = 512;
        (lower, upper) = (double.NaN, double.NaN);
        if (values.Length is < 128 or > 4096)
            return false;
        Span<double> sample = stackalloc double[SampleCount];
        for (var i = 0; i < SampleCount; i++)
            sample[i] = values[(int)((uint)(values.Length * i) / SampleCount)];
        sample.Sort();
        var (least, most) = (sample[(SampleCount / 2) - Reach], sample[(SampleCount / 2) + Reach - 1]);
        Span<double> within = stackalloc double[MostWithin + 1];
        ref var target = ref MemoryMarshal.GetReference(within);
        nint below = 0;
        nint count = 0;
        foreach (var value in values)
        {
            Unsafe.Add(ref target, count) = value;
            var isBelow = Unsafe.BitCast<bool, byte>(value < least);
            below += isBelow;
            count += Unsafe.BitCast<bool, byte>(value <= most) ^ isBelow;
            if (count > MostWithin)
                return false;
        }

        var rank = (values.Length / 2) - (int)below;
        if (rank < 1 || rank >= count)
            return false;
        within = within[..(int)count];
        upper = Select(within, rank);
        lower = values.Length % 2 != 0 ? upper : Largest(within[..rank]);
        return true;
    }

    /// <summary>
    /// Puts the value of a rank (from 0) at its place, none larger before it and none smaller after it, in linear
    /// time.
    /// </summary>
    /// <remarks>
    /// Selection by partitions that do not branch on the data. Should a run of bad pivots come up, the rest is sorted,
    /// so that no input takes quadratic time.
    /// </remarks>
    private static double Select(Span<double> values, int rank)
    {
        const int Small = 16;
        var budget = 2 * (64 - (int)ulong.LeadingZeroCount((ulong)values.Length));
        var rest = values;
        while (rest.Length > Small && budget-- > 0)
        {
            var pivot = Pivot(rest);
            var less = Partition(rest, pivot, withPivot: false);
            if (rank < less)
            {
                rest = rest[..less];
                continue;
            }

            rank -= less;
            rest = rest[less..];
            var equal = Partition(rest, pivot, withPivot: true);
            if (rank < equal)
                return rest[rank];
            rank -= equal;
            rest = rest[equal..];
        }

        rest.Sort();
        return rest[rank];
    }

    /// <summary>Puts the values less than the pivot (or not greater) to the front and counts them.</summary>
    private static int Partition(Span<double> values, double pivot, bool withPivot)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        nint front = 0;
        for (nint i = 0; i < values.Length; i++)
        {
            var value = Unsafe.Add(ref first, i);
            Unsafe.Add(ref first, i) = Unsafe.Add(ref first, front);
            Unsafe.Add(ref first, front) = value;
            var goesToFront = withPivot ? value <= pivot : value < pivot;
            front += Unsafe.BitCast<bool, byte>(goesToFront);
        }

        return (int)front;
    }

    /// <summary>A value likely to be near the middle: the middle of three, or of three such.</summary>
    private static double Pivot(ReadOnlySpan<double> values)
    {
        var last = values.Length - 1;
        if (last < 96)
            return MiddleOfThree(values[0], values[last / 2], values[last]);
        var step = last / 8;
        return MiddleOfThree(
            MiddleOfThree(values[0], values[step], values[2 * step]),
            MiddleOfThree(values[3 * step], values[4 * step], values[5 * step]),
            MiddleOfThree(values[6 * step], values[7 * step], values[last]));
    }

    private static double MiddleOfThree(double a, double b, double c) =>
        a < b ? (c < a ? a : (c < b ? c : b)) : (c < b ? b : (c < a ? c : a));
}
