namespace HcsGrid.Imaging;

/// <summary>
/// Mean and variance from exact sums over a histogram.
/// </summary>
internal readonly record struct IntensityMoments(long Count, double Mean, double Variance)
{
    /// <summary>Sums up: at most 2³¹ samples a plane and 2³² of square, so many planes fit into 128 bits.</summary>
    public static IntensityMoments Of(ReadOnlySpan<long> counts, long count)
    {
        UInt128 sum = 0;
        UInt128 squares = 0;
        for (var value = 0; value < counts.Length; value++)
        {
            if (counts[value] == 0)
                continue;
            var weighted = (UInt128)(ulong)counts[value] * (uint)value;
            sum += weighted;
            squares += weighted * (uint)value;
        }

        var mean = (double)sum / count;
        var variance = (double)((UInt128)(ulong)count * squares - sum * sum) / count / count;
        return new IntensityMoments(count, mean, variance);
    }

    /// <summary>Σ(x − mean)³ / N, summed from the smallest value to the largest.</summary>
    public double ThirdCentral(ReadOnlySpan<long> counts)
    {
        double sum = 0;
        for (var value = 0; value < counts.Length; value++)
        {
            if (counts[value] == 0)
                continue;
            var distance = value - Mean;
            sum += counts[value] * (distance * distance * distance);
        }

        return sum / Count;
    }
}
