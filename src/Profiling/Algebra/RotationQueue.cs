using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Gathers plane rotations of neighbouring rows of a matrix and applies many of them at a time.
/// </summary>
/// <remarks>
/// A sweep starts at a row and goes up, one rotation a pair of rows. Columns do not meet each other: they are done in
/// strips that stay in the cache while all waiting rotations pass, on several threads, with the same bits as one by
/// one. At most a million rotations (16 MB) wait.
/// </remarks>
internal sealed unsafe class RotationQueue(double[] matrix, int order, int maxThreads)
{
    private const int StripWidth = 32;
    private const int MaxWaiting = 1 << 20;

    private readonly List<(int Row, int First)> _sweeps = [];
    private readonly List<(double Cosine, double Sine)> _rotations = [];

    /// <summary>The next rotation is of this row and the one above it, those after it of the pairs above.</summary>
    public void BeginSweep(int row)
    {
        if (_rotations.Count + order > MaxWaiting)
            Flush();
        _sweeps.Add((row, _rotations.Count));
    }

    /// <summary>upper' = c·upper − s·lower, lower' = s·upper + c·lower.</summary>
    public void Rotate(double cosine, double sine) => _rotations.Add((cosine, sine));

    /// <summary>Applies what waits.</summary>
    public void Flush()
    {
        if (_rotations.Count > 0)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads == 0 ? -1 : maxThreads };
            Parallel.For(0, (order + StripWidth - 1) / StripWidth, options, strip => TurnStrip(strip * StripWidth));
        }

        _sweeps.Clear();
        _rotations.Clear();
    }

    private void TurnStrip(int column)
    {
        var width = Math.Min(StripWidth, order - column);
        var strip = (double*)NativeMemory.AlignedAlloc((nuint)order * StripWidth * sizeof(double), 64);
        try
        {
            for (var row = 0; row < order; row++)
            {
                var target = new Span<double>(strip + (row * StripWidth), StripWidth);
                matrix.AsSpan((row * order) + column, width).CopyTo(target);
                target[width..].Clear();
            }

            var rotations = CollectionsMarshal.AsSpan(_rotations);
            for (var s = 0; s < _sweeps.Count; s++)
            {
                var end = s + 1 < _sweeps.Count ? _sweeps[s + 1].First : rotations.Length;
                Sweep(strip + (_sweeps[s].Row * StripWidth), rotations[_sweeps[s].First..end]);
            }

            for (var row = 0; row < order; row++)
            {
                new ReadOnlySpan<double>(strip + (row * StripWidth), width)
                    .CopyTo(matrix.AsSpan((row * order) + column, width));
            }
        }
        finally
        {
            NativeMemory.AlignedFree(strip);
        }
    }

    /// <summary>One sweep through a strip: the row that two rotations share stays in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(double* lower, ReadOnlySpan<(double Cosine, double Sine)> rotations)
    {
        var l0 = Vector512.Load(lower);
        var l1 = Vector512.Load(lower + 8);
        var l2 = Vector512.Load(lower + 16);
        var l3 = Vector512.Load(lower + 24);
        foreach (var (cosine, sine) in rotations)
        {
            var c = Vector512.Create(cosine);
            var s = Vector512.Create(sine);
            var upper = lower - StripWidth;
            var u0 = Vector512.Load(upper);
            var u1 = Vector512.Load(upper + 8);
            var u2 = Vector512.Load(upper + 16);
            var u3 = Vector512.Load(upper + 24);
            Vector512.FusedMultiplyAdd(s, u0, c * l0).Store(lower);
            Vector512.FusedMultiplyAdd(s, u1, c * l1).Store(lower + 8);
            Vector512.FusedMultiplyAdd(s, u2, c * l2).Store(lower + 16);
            Vector512.FusedMultiplyAdd(s, u3, c * l3).Store(lower + 24);
            l0 = Vector512.FusedMultiplyAdd(c, u0, -(s * l0));
            l1 = Vector512.FusedMultiplyAdd(c, u1, -(s * l1));
            l2 = Vector512.FusedMultiplyAdd(c, u2, -(s * l2));
            l3 = Vector512.FusedMultiplyAdd(c, u3, -(s * l3));
            lower = upper;
        }

        l0.Store(lower);
        l1.Store(lower + 8);
        l2.Store(lower + 16);
        l3.Store(lower + 24);
    }
}
