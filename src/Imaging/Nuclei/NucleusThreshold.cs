namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// The threshold above which a pixel is nucleus: that of minimum cross-entropy, but never within the background's
/// noise.
/// </summary>
/// <remarks>
/// <para>Minimum cross-entropy: C. H. Li and P. K. S. Tam, "An iterative algorithm for minimum cross entropy
/// thresholding", Pattern Recognition Letters 19 (1998) 771–776. The threshold is the logarithmic mean of the two
/// classes' means, t = (f − b) / (ln f − ln b), repeated until it stands. Faint nuclei beside bright ones stay above
/// it, where Otsu's threshold loses them. The brightest thousandth of the pixels counts as if it were no brighter:
/// dirt and dead cells must not lift it.</para>
/// <para>Any histogram can be parted in two, that of noise too. So the threshold is lifted until it is
/// <see cref="NoiseFactor"/> standard deviations above the mean of what lies below it.</para>
/// </remarks>
internal static class NucleusThreshold
{
    /// <summary>Standard deviations of the background that a nucleus is above it.</summary>
    public const double NoiseFactor = 4;

    private const int BrightShare = 1000;
    private const int MaxRepeats = 200;

    /// <summary>The threshold: nuclei are above it.</summary>
    public static int Of(ReadOnlySpan<ushort> pixels)
    {
        var counts = new long[ushort.MaxValue + 1];
        foreach (var pixel in pixels)
            counts[pixel]++;
        return AboveNoise(counts, MinimumCrossEntropy(counts, pixels.Length));
    }

    /// <summary>(b − a) / (ln b − ln a) for 0 &lt; a ≤ b, by Carlson's iteration of means: additions, products and
    /// square roots alone, so that it is the same on every machine.</summary>
    /// <remarks>B. C. Carlson, "The logarithmic mean", American Mathematical Monthly 79 (1972) 615–618.</remarks>
    internal static double LogarithmicMean(double a, double b)
    {
        var (mean, root) = ((a + b) / 2, Math.Sqrt(a * b));
        for (var i = 0; i < 40 && mean > root; i++)
        {
            mean = (mean + root) / 2;
            root = Math.Sqrt(mean * root);
        }

        return mean;
    }

    private static int MinimumCrossEntropy(long[] counts, long count)
    {
        var lowest = Array.FindIndex(counts, c => c > 0);
        var highest = HighestOf(counts, count);
        var (total, all) = (0L, 0L);
        for (var value = lowest; value < counts.Length; value++)
        {
            total += counts[value] * (Math.Min(value, highest) - lowest + 1);
            all += counts[value];
        }

        var threshold = lowest + (int)(total / all);
        for (var i = 0; i < MaxRepeats; i++)
        {
            var (below, sum) = (0L, 0L);
            for (var value = lowest; value <= threshold; value++)
            {
                below += counts[value];
                sum += counts[value] * (Math.Min(value, highest) - lowest + 1);
            }

            if (below == 0 || below == all)
                return threshold;
            var next = LogarithmicMean((double)sum / below, (double)(total - sum) / (all - below));
            var found = lowest - 1 + (int)Math.Round(next);
            if (found == threshold)
                return threshold;
            threshold = found;
        }

        return threshold;
    }

    private static int HighestOf(long[] counts, long count)
    {
        var left = count / BrightShare;
        var value = counts.Length - 1;
        while (left >= counts[value] && value > 0)
            left -= counts[value--];
        return value;
    }

    private static int AboveNoise(long[] counts, int threshold)
    {
        for (var i = 0; i < MaxRepeats; i++)
        {
            var (count, sum, squares) = (0L, 0L, 0.0);
            for (var value = 0; value <= threshold; value++)
            {
                count += counts[value];
                sum += counts[value] * value;
            }

            var mean = count == 0 ? 0 : (double)sum / count;
            for (var value = 0; value <= threshold; value++)
                squares += counts[value] * ((value - mean) * (value - mean));
            var lifted = count == 0 ? threshold : mean + (NoiseFactor * Math.Sqrt(squares / count));
            if (!(lifted > threshold))
                return threshold;
            threshold = (int)Math.Min(Math.Ceiling(lifted), counts.Length - 1);
        }

        return threshold;
    }
}
