using System.Runtime.CompilerServices;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Brings a symmetric tridiagonal matrix to diagonal form by QL steps with implicit shifts.
/// </summary>
/// <remarks>
/// An element beside the diagonal counts as 0 where it is below rounding of its two neighbours on the diagonal, and
/// from the 11th step for one value on where it is below rounding of the largest: so every matrix ends. The rotations
/// do not depend on the vectors that they turn, and wait in a <see cref="RotationQueue"/>. Source: EISPACK's tql2.
/// </remarks>
internal static class TridiagonalQl
{
    private const int PatientSteps = 10;
    private const int MaxSteps = 100;
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Leaves the eigenvalues, in no order, on the diagonal, and turns the rows of the basis into their
    /// vectors.</summary>
    public static void Diagonalize(double[] diagonal, double[] offDiagonal, double[] basis, int maxThreads)
    {
        var order = diagonal.Length;
        var largest = 0.0;
        for (var i = 0; i < order; i++)
            largest = Math.Max(largest, Math.Max(Math.Abs(diagonal[i]), i + 1 < order ? Math.Abs(offDiagonal[i]) : 0));
        var queue = new RotationQueue(basis, order, maxThreads);
        for (var low = 0; low < order; low++)
        {
            for (var step = 0; ; step++)
            {
                var floor = step < PatientSteps ? 0 : Epsilon * largest;
                var high = EndOfBlock(diagonal, offDiagonal, low, floor);
                if (high == low)
                    break;
                if (step == MaxSteps)
                    throw new InvalidOperationException($"Eigenvalue {low + 1} of {order} does not converge.");
                Step(diagonal, offDiagonal, low, high, queue);
            }
        }

        queue.Flush();
    }

    /// <summary>The first index from <paramref name="low"/> on that nothing couples to the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EndOfBlock(double[] diagonal, double[] offDiagonal, int low, double floor)
    {
        var high = low;
        while (high < diagonal.Length - 1)
        {
            var size = Math.Abs(diagonal[high]) + Math.Abs(diagonal[high + 1]);
            if (Math.Abs(offDiagonal[high]) <= Math.Max(floor, Epsilon * size))
                break;
            high++;
        }

        return high;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(double[] diagonal, double[] offDiagonal, int low, int high, RotationQueue queue)
    {
        var g = (diagonal[low + 1] - diagonal[low]) / (2 * offDiagonal[low]);
        var r = Math.Sqrt((g * g) + 1);
        g = diagonal[high] - diagonal[low] + (offDiagonal[low] / (g + Math.CopySign(r, g)));
        var (sine, cosine, p) = (1.0, 1.0, 0.0);
        queue.BeginSweep(high);
        for (var i = high - 1; i >= low; i--)
        {
            var (f, b) = (sine * offDiagonal[i], cosine * offDiagonal[i]);
            r = Math.Sqrt((f * f) + (g * g));
            offDiagonal[i + 1] = r;
            if (r == 0)
            {
                // The bulge is gone: the matrix falls into two, and the next step takes the lower one.
                diagonal[i + 1] -= p;
                offDiagonal[high] = 0;
                return;
            }

            (sine, cosine) = (f / r, g / r);
            g = diagonal[i + 1] - p;
            r = ((diagonal[i] - g) * sine) + (2 * cosine * b);
            p = sine * r;
            diagonal[i + 1] = g + p;
            g = (cosine * r) - b;
            queue.Rotate(cosine, sine);
        }

        diagonal[low] -= p;
        offDiagonal[low] = g;
        offDiagonal[high] = 0;
    }
}
