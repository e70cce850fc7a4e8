using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Lays the vectors of an operand out as <see cref="ProductKernel"/> reads them: a few side by side, depth after depth.
/// </summary>
/// <remarks>A panel of width w holds, for each depth, the elements of w vectors; vectors beyond the last are
/// 0.</remarks>
internal static unsafe class MatrixPanels
{
    /// <summary>Fills one panel of <paramref name="width"/> (a multiple of 4) by
    /// <paramref name="depthCount"/>.</summary>
    public static void Fill(
        double* panel, int width, MatrixOperand operand, int firstVector, int firstDepth, int depthCount)
    {
        var source = operand.Values + (firstVector * operand.VectorStride) + (firstDepth * operand.DepthStride);
        var count = Math.Min(width, operand.Count - firstVector);
        if (operand.VectorStride == 1)
            FillFromRows(panel, width, source, operand.DepthStride, count, depthCount);
        else
            FillFromVectors(panel, width, source, operand, count, depthCount);
    }

    /// <summary>The vectors' elements of one depth lie side by side already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillFromRows(
        double* panel, int width, double* source, nint depthStride, int count, int depthCount)
    {
        for (var p = 0; p < depthCount; p++)
        {
            var to = panel + ((nint)p * width);
            new ReadOnlySpan<double>(source + (p * depthStride), count).CopyTo(new Span<double>(to, width));
            if (count < width)
                new Span<double>(to + count, width - count).Clear();
        }
    }

    /// <summary>Turns four vectors at a time around.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillFromVectors(
        double* panel, int width, double* source, MatrixOperand operand, int count, int depthCount)
    {
        for (var v = 0; v < width; v += 4)
        {
            var from = source + (v * operand.VectorStride);
            var p = 0;
            if (v + 4 <= count && operand.DepthStride == 1 && Avx.IsSupported)
            {
                for (; p + 4 <= depthCount; p += 4)
                    Transpose4(from + p, operand.VectorStride, panel + ((nint)p * width) + v, width);
            }

            for (; p < depthCount; p++)
            {
                for (var i = 0; i < 4; i++)
                {
                    panel[((nint)p * width) + v + i] = v + i < count
                        ? from[(i * operand.VectorStride) + (p * operand.DepthStride)]
                        : 0;
                }
            }
        }
    }

    private static void Transpose4(double* source, nint sourceStride, double* target, nint targetStride)
    {
        var a = Vector256.Load(source);
        var b = Vector256.Load(source + sourceStride);
        var c = Vector256.Load(source + (2 * sourceStride));
        var d = Vector256.Load(source + (3 * sourceStride));
        var (ab0, ab1) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        var (cd0, cd1) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        Avx.Permute2x128(ab0, cd0, 0x20).Store(target);
        Avx.Permute2x128(ab1, cd1, 0x20).Store(target + targetStride);
        Avx.Permute2x128(ab0, cd0, 0x31).Store(target + (2 * targetStride));
        Avx.Permute2x128(ab1, cd1, 0x31).Store(target + (3 * targetStride));
    }
}
