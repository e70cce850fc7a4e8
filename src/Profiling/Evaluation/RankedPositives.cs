using System.Numerics;
using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Computes average precision from the distances of positives and negatives, without sorting the negatives.
/// </summary>
internal static class RankedPositives
{
    /// <summary>Up to so many positives, counting the negatives before each is quicker than binning.</summary>
    private const int CountedPositives = 40;

    /// <summary>AP = (1/P) Σ j / (j + negatives nearer than the j-th positive). The positives are sorted.</summary>
    /// <remarks>Of equal distances positives come first. No distance is NaN.</remarks>
    public static double AveragePrecision(Span<float> positives, ReadOnlySpan<float> negatives)
    {
        positives.Sort();
        Span<int> bins = positives.Length <= 1024 ? stackalloc int[positives.Length] : new int[positives.Length];
        if (positives.Length > CountedPositives)
            Bin(positives, negatives, bins);
        var (sum, before) = (0.0, 0);
        for (var j = 0; j < positives.Length; j++)
        {
            before = positives.Length > CountedPositives
                ? before + bins[j]
                : CountBelow(negatives, positives[j]);
            sum += (j + 1.0) / (j + 1.0 + before);
        }

        return sum / positives.Length;
    }

    private static int CountBelow(ReadOnlySpan<float> values, float threshold)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var (counts, bound) = (Vector<int>.Zero, new Vector<float>(threshold));
        foreach (var vector in vectors)
            counts -= Vector.LessThan(vector, bound);
        var count = Vector.Sum(counts);
        for (var i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
            count += values[i] < threshold ? 1 : 0;
        return count;
    }

    /// <summary>Counts each negative at the first positive that is farther than it.</summary>
    private static void Bin(ReadOnlySpan<float> positives, ReadOnlySpan<float> negatives, Span<int> bins)
    {
        bins.Clear();
        foreach (var negative in negatives)
        {
            var (low, length) = (0, positives.Length);
            if (negative >= positives[^1])
                continue;
            while (length > 1)
            {
                var half = length >> 1;
                low = positives[low + half - 1] <= negative ? low + half : low;
                length -= half;
            }

            bins[low]++;
        }
    }
}
