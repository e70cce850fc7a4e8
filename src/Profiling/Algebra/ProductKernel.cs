using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Adds the product of two panels to a small block of the result, which it keeps in registers all the while.
/// </summary>
/// <remarks>
/// Each element of the block is one chain of fused multiply-adds, c ← a·b + c, in the order of the depth: wider
/// vectors do more elements at a time and nothing else, so every width gives the same bits. Source of the scheme:
/// Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008).
/// </remarks>
internal static unsafe class ProductKernel
{
    /// <summary>The block's rows: the width of a left panel.</summary>
    public const int Rows = 8;

    /// <summary>The block's columns: the width of a right panel.</summary>
    public const int Columns = 16;

    /// <summary>The widest vectors that this machine has in hardware: 512, 256 or, for none, 64 bits.</summary>
    public static int HardwareBits { get; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 64;

    /// <summary>The block at <paramref name="result"/> plus left panel times right panel.</summary>
    public static void Add(double* left, double* right, int depth, double* result, nint stride, int vectorBits)
    {
        if (vectorBits == 512)
            Add512(left, right, depth, result, stride);
        else if (vectorBits == 256)
            Add256(left, right, depth, result, stride);
        else
            AddOneByOne(left, right, depth, result, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add512(double* left, double* right, int depth, double* result, nint stride)
    {
        var c00 = Vector512.Load(result);
        var c01 = Vector512.Load(result + 8);
        var c10 = Vector512.Load(result + stride);
        var c11 = Vector512.Load(result + stride + 8);
        var c20 = Vector512.Load(result + (2 * stride));
        var c21 = Vector512.Load(result + (2 * stride) + 8);
        var c30 = Vector512.Load(result + (3 * stride));
        var c31 = Vector512.Load(result + (3 * stride) + 8);
        var c40 = Vector512.Load(result + (4 * stride));
        var c41 = Vector512.Load(result + (4 * stride) + 8);
        var c50 = Vector512.Load(result + (5 * stride));
        var c51 = Vector512.Load(result + (5 * stride) + 8);
        var c60 = Vector512.Load(result + (6 * stride));
        var c61 = Vector512.Load(result + (6 * stride) + 8);
        var c70 = Vector512.Load(result + (7 * stride));
        var c71 = Vector512.Load(result + (7 * stride) + 8);
        for (var end = left + ((nint)depth * Rows); left < end; left += Rows, right += Columns)
        {
            var b0 = Vector512.Load(right);
            var b1 = Vector512.Load(right + 8);
            var a0 = Vector512.Create(left[0]);
            c00 = Vector512.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(a0, b1, c01);
            var a1 = Vector512.Create(left[1]);
            c10 = Vector512.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(a1, b1, c11);
            var a2 = Vector512.Create(left[2]);
            c20 = Vector512.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(a2, b1, c21);
            var a3 = Vector512.Create(left[3]);
            c30 = Vector512.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(a3, b1, c31);
            var a4 = Vector512.Create(left[4]);
            c40 = Vector512.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(a4, b1, c41);
            var a5 = Vector512.Create(left[5]);
            c50 = Vector512.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(a5, b1, c51);
            var a6 = Vector512.Create(left[6]);
            c60 = Vector512.FusedMultiplyAdd(a6, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(a6, b1, c61);
            var a7 = Vector512.Create(left[7]);
            c70 = Vector512.FusedMultiplyAdd(a7, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(a7, b1, c71);
        }

        c00.Store(result);
        c01.Store(result + 8);
        c10.Store(result + stride);
        c11.Store(result + stride + 8);
        c20.Store(result + (2 * stride));
        c21.Store(result + (2 * stride) + 8);
        c30.Store(result + (3 * stride));
        c31.Store(result + (3 * stride) + 8);
        c40.Store(result + (4 * stride));
        c41.Store(result + (4 * stride) + 8);
        c50.Store(result + (5 * stride));
        c51.Store(result + (5 * stride) + 8);
        c60.Store(result + (6 * stride));
        c61.Store(result + (6 * stride) + 8);
        c70.Store(result + (7 * stride));
        c71.Store(result + (7 * stride) + 8);
    }

    private static void Add256(double* left, double* right, int depth, double* result, nint stride)
    {
        for (var i = 0; i < Rows; i += 4)
        {
            for (var j = 0; j < Columns; j += 8)
                AddQuarter256(left + i, right + j, depth, result + (i * stride) + j, stride);
        }
    }

    /// <summary>A quarter of the block, which is what sixteen registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddQuarter256(double* left, double* right, int depth, double* result, nint stride)
    {
        var c00 = Vector256.Load(result);
        var c01 = Vector256.Load(result + 4);
        var c10 = Vector256.Load(result + stride);
        var c11 = Vector256.Load(result + stride + 4);
        var c20 = Vector256.Load(result + (2 * stride));
        var c21 = Vector256.Load(result + (2 * stride) + 4);
        var c30 = Vector256.Load(result + (3 * stride));
        var c31 = Vector256.Load(result + (3 * stride) + 4);
        for (var end = left + ((nint)depth * Rows); left < end; left += Rows, right += Columns)
        {
            var b0 = Vector256.Load(right);
            var b1 = Vector256.Load(right + 4);
            var a0 = Vector256.Create(left[0]);
            c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
            var a1 = Vector256.Create(left[1]);
            c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
            var a2 = Vector256.Create(left[2]);
            c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
            var a3 = Vector256.Create(left[3]);
            c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
        }

        c00.Store(result);
        c01.Store(result + 4);
        c10.Store(result + stride);
        c11.Store(result + stride + 4);
        c20.Store(result + (2 * stride));
        c21.Store(result + (2 * stride) + 4);
        c30.Store(result + (3 * stride));
        c31.Store(result + (3 * stride) + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOneByOne(double* left, double* right, int depth, double* result, nint stride)
    {
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                var sum = result[(i * stride) + j];
                for (var p = 0; p < depth; p++)
                    sum = Math.FusedMultiplyAdd(left[(p * Rows) + i], right[(p * Columns) + j], sum);
                result[(i * stride) + j] = sum;
            }
        }
    }
}
