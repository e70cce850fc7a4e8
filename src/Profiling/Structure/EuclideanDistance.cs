using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The length of the difference of two vectors.
/// </summary>
internal static class EuclideanDistance
{
    /// <summary>The distance; infinite where the square is beyond a double.</summary>
    public static double Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Sqrt(Squared(a, b));

    /// <summary>The square of the distance, summed in a fixed order (as <see cref="RowVectors.Dot"/>).</summary>
    public static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            var first = Vector256.Create(a.Slice(i, 4)) - Vector256.Create(b.Slice(i, 4));
            var second = Vector256.Create(a.Slice(i + 4, 4)) - Vector256.Create(b.Slice(i + 4, 4));
            even += first * first;
            odd += second * second;
        }

        var sums = even + odd;
        var sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
