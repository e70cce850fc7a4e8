using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// The few loops over one or two vectors that decompositions are made of.
/// </summary>
/// <remarks>Every loop is written for eight lanes and fused multiply-adds, in hardware or not: the same bits on every
/// machine.</remarks>
internal static unsafe class VectorKernel
{
    /// <summary>Eight running sums added up in pairs.</summary>
    public static double Sum(Vector512<double> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    /// <summary>Σ x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, double* y, int count)
    {
        var s0 = Vector512<double>.Zero;
        var s1 = Vector512<double>.Zero;
        var s2 = Vector512<double>.Zero;
        var s3 = Vector512<double>.Zero;
        var c = 0;
        for (; c <= count - 32; c += 32)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(x + c), Vector512.Load(y + c), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(x + c + 8), Vector512.Load(y + c + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Load(x + c + 16), Vector512.Load(y + c + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Load(x + c + 24), Vector512.Load(y + c + 24), s3);
        }

        for (; c <= count - 8; c += 8)
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(x + c), Vector512.Load(y + c), s0);
        var sum = Sum((s0 + s1) + (s2 + s3));
        for (; c < count; c++)
            sum = Math.FusedMultiplyAdd(x[c], y[c], sum);
        return sum;
    }

    /// <summary>target ← factor·vector + target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMultiple(double* target, double factor, double* vector, int count)
    {
        var f = Vector512.Create(factor);
        var c = 0;
        for (; c <= count - 8; c += 8)
            Vector512.FusedMultiplyAdd(f, Vector512.Load(vector + c), Vector512.Load(target + c)).Store(target + c);
        for (; c < count; c++)
            target[c] = Math.FusedMultiplyAdd(factor, vector[c], target[c]);
    }

    /// <summary>x ← c·x − s·y and y ← s·x + c·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(double* x, double* y, double cosine, double sine, int count)
    {
        var c = Vector512.Create(cosine);
        var s = Vector512.Create(sine);
        var i = 0;
        for (; i <= count - 8; i += 8)
        {
            var a = Vector512.Load(x + i);
            var b = Vector512.Load(y + i);
            Vector512.FusedMultiplyAdd(c, a, -(s * b)).Store(x + i);
            Vector512.FusedMultiplyAdd(s, a, c * b).Store(y + i);
        }

        for (; i < count; i++)
        {
            var (a, b) = (x[i], y[i]);
            x[i] = Math.FusedMultiplyAdd(cosine, a, -(sine * b));
            y[i] = Math.FusedMultiplyAdd(sine, a, cosine * b);
        }
    }

    /// <summary>x ← factor·x.</summary>
    public static void Scale(Span<double> x, double factor)
    {
        foreach (ref var value in x)
            value *= factor;
    }
}
