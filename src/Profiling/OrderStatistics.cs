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

    /// <summary>The median. The values are put into another order.</summary>
    public static double Median(Span<double> values)
    {
        if (values.Length == 0)
            return double.NaN;
        var middle = values.Length / 2;
        var upper = Select(values, middle);
        if (values.Length % 2 != 0)
            return upper + 0.0;
        var lower = values[0];
        foreach (var value in values[1..middle])
            lower = Math.Max(lower, value);
        return ((lower + upper) / 2) + 0.0;
    }

    /// <summary>The median of the values' distances from a centre, without a factor. The values are
    /// overwritten.</summary>
    public static double MedianAbsoluteDeviation(Span<double> values, double centre)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Abs(values[i] - centre);
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
    /// Puts the value of a rank (from 0) at its place, none larger before it and none smaller after it, in linear
    /// time.
    /// </summary>
    /// <remarks>
    /// Hoare's selection, pivot of the median of three; should a run of bad pivots come up, the rest is sorted, so
    /// that no input takes quadratic time.
    /// </remarks>
    private static double Select(Span<double> values, int rank)
    {
        var (first, last) = (0, values.Length - 1);
        var budget = 2 * (64 - (int)ulong.LeadingZeroCount((ulong)values.Length));
        while (last - first > 16)
        {
            if (budget-- == 0)
                break;
            var pivot = MiddleOfThree(values[first], values[(first + last) >>> 1], values[last]);
            var (i, j) = (first, last);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
                last = j;
            else if (rank >= i)
                first = i;
            else
                return values[rank];
        }

        values[first..(last + 1)].Sort();
        return values[rank];
    }

    private static double MiddleOfThree(double a, double b, double c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
