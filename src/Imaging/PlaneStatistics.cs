namespace HcsGrid.Imaging;

/// <summary>
/// What a plane's intensities say of it: place, spread, quantiles, focus and saturation.
/// </summary>
/// <remarks>
/// <para>Everything is computed from an exact histogram of the samples with whole-number sums, so the order of pixels
/// and the number of workers cannot show. Quantiles interpolate linearly (type 7).</para>
/// <para>Of a constant plane the standard deviation, focus and skewness are 0; of a black one too.</para>
/// </remarks>
public sealed record PlaneStatistics
{
    /// <summary>Pixels measured.</summary>
    public required long PixelCount { get; init; }

    public required double Mean { get; init; }

    /// <summary>With ddof 0.</summary>
    public required double StandardDeviation { get; init; }

    public required double Minimum { get; init; }

    public required double Maximum { get; init; }

    public required double Median { get; init; }

    public required double LowerQuartile { get; init; }

    public required double UpperQuartile { get; init; }

    /// <summary>Median of |x − median|, not scaled by 1.4826.</summary>
    public required double MedianAbsoluteDeviation { get; init; }

    public required double Percentile1 { get; init; }

    public required double Percentile99 { get; init; }

    /// <summary>Third central moment over the cube of the standard deviation (ddof 0).</summary>
    public required double Skewness { get; init; }

    /// <summary>Σ(I−m)²/(N·m), m the mean; 0 where the mean is 0 (CellProfiler's focus score).</summary>
    public required double FocusScore { get; init; }

    /// <summary>Share of pixels at the image's own maximum, in percent.</summary>
    public required double PercentMaximal { get; init; }

    /// <summary>Share of pixels at the sample type's maximum (255 or 65,535), in percent.</summary>
    public required double PercentSaturated { get; init; }

    /// <summary>Measures a plane.</summary>
    public static PlaneStatistics Measure(Plane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        var histogram = HistogramPool.Rent(plane.Type);
        try
        {
            histogram.Add(plane);
            return Measure(histogram);
        }
        finally
        {
            HistogramPool.Return(histogram);
        }
    }

    /// <summary>Measures all samples that a histogram counted, as if they were one plane.</summary>
    /// <exception cref="InvalidOperationException">It counted nothing.</exception>
    public static PlaneStatistics Measure(PlaneHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (histogram.Count == 0)
            throw new InvalidOperationException("A histogram of nothing has no statistics.");
        var counts = histogram.Counts;
        var moments = IntensityMoments.Of(counts, histogram.Count);
        var mean = moments.Mean;
        var deviation = Math.Sqrt(moments.Variance);
        var (low, high) = ((int)histogram.Percentile(0), (int)histogram.Percentile(100));
        return new PlaneStatistics
        {
            PixelCount = histogram.Count,
            Mean = mean,
            StandardDeviation = deviation,
            Minimum = low,
            Maximum = high,
            Median = histogram.Percentile(50),
            LowerQuartile = histogram.Percentile(25),
            UpperQuartile = histogram.Percentile(75),
            MedianAbsoluteDeviation = AbsoluteDeviation(histogram, low, high),
            Percentile1 = histogram.Percentile(1),
            Percentile99 = histogram.Percentile(99),
            Skewness = deviation > 0 ? moments.ThirdCentral(counts) / (moments.Variance * deviation) : 0,
            FocusScore = mean > 0 ? moments.Variance / mean : 0,
            PercentMaximal = 100.0 * counts[high] / histogram.Count,
            PercentSaturated = 100.0 * counts[^1] / histogram.Count,
        };
    }

    /// <summary>
    /// The median of the distances from the median, in exact halves: walks outwards from the median on both sides.
    /// </summary>
    private static double AbsoluteDeviation(PlaneHistogram histogram, int minimum, int maximum)
    {
        var count = histogram.Count;
        var counts = histogram.Counts;
        var (lowMiddle, next) = histogram.ValuesAt((count - 1) / 2);
        var twiceMedian = lowMiddle + (count % 2 == 0 ? next : lowMiddle);
        var below = twiceMedian / 2;
        var above = below + 1;
        long seen = 0;
        var first = -1;
        while (true)
        {
            var downwards = below >= minimum ? twiceMedian - 2 * below : int.MaxValue;
            var upwards = above <= maximum ? 2 * above - twiceMedian : int.MaxValue;
            var distance = Math.Min(downwards, upwards);
            seen += distance == downwards ? counts[below--] : counts[above++];
            if (first < 0 && seen > (count - 1) / 2)
                first = distance;
            if (seen > count / 2)
                return (first + distance) / 4.0;
        }
    }
}
