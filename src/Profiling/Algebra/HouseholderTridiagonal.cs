using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Brings a symmetric matrix to tridiagonal form by reflections.
/// </summary>
/// <remarks>
/// From the last row up: row i less its diagonal is reflected onto its last element. One pass over what is left of the
/// matrix subtracts the rank-two change of the reflection before and multiplies with the vector of this one, so that
/// the matrix is read and written once a row, four rows at a time. Only the lower triangle is touched.
/// </remarks>
internal static unsafe class HouseholderTridiagonal
{
    /// <summary>
    /// A = Q·T·Qᵀ: gives T's diagonal and the elements beside it (offDiagonal[i] between i and i + 1) and returns Qᵀ.
    /// The matrix is overwritten.
    /// </summary>
    public static double[] Reduce(
        double[] matrix, int order, double[] diagonal, double[] offDiagonal, int maxThreads)
    {
        // Each reflection is I − v·vᵀ/h with v in row i, 0 to i − 1; h = 0 where there is nothing to reflect.
        var (heights, scratch) = (new double[order], new double[3 * order]);
        fixed (double* a = matrix, zero = scratch)
        {
            double* pendingVector = zero, pending = zero + order, next = zero + (2 * order);
            for (var i = order - 1; i >= 1; i--)
            {
                var row = a + ((nint)i * order);
                SubtractFromRow(row, i, pendingVector, pending);
                diagonal[i] = row[i];
                (offDiagonal[i - 1], heights[i]) = Reflect(row, i);
                new Span<double>(next, i).Clear();
                Pass(a, order, i, pendingVector, pending, row, next);
                if (heights[i] > 0)
                    FinishChange(row, next, i, heights[i]);
                else
                    new Span<double>(next, i).Clear();
                pendingVector = row;
                var free = pending;
                pending = next;
                next = free;
            }

            if (order > 0)
                diagonal[0] = a[0] - (order > 1 ? 2 * pendingVector[0] * pending[0] : 0);
            return BasisOf(a, order, heights, maxThreads);
        }
    }

    /// <summary>Makes the reflection's vector of a row's first <paramref name="count"/> numbers, in place.</summary>
    private static (double Remaining, double Height) Reflect(double* row, int count)
    {
        var last = row[count - 1];
        var squares = VectorKernel.Dot(row, row, count - 1);
        if (squares == 0)
            return (last, 0);
        var length = Math.Sqrt(Math.FusedMultiplyAdd(last, last, squares));
        row[count - 1] = last + Math.CopySign(length, last);
        return (-Math.CopySign(length, last), length * (length + Math.Abs(last)));
    }

    /// <summary>From p = A·v to the q of the change A − v·qᵀ − q·vᵀ: q = p/h − v·(vᵀp)/(2h²).</summary>
    private static void FinishChange(double* vector, double* product, int count, double height)
    {
        for (var c = 0; c < count; c++)
            product[c] /= height;
        var half = VectorKernel.Dot(vector, product, count) / (2 * height);
        for (var c = 0; c < count; c++)
            product[c] = Math.FusedMultiplyAdd(-half, vector[c], product[c]);
    }

    /// <summary>Brings row i, its diagonal too, up to date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractFromRow(double* row, int i, double* vector, double* change)
    {
        var (v, q) = (-vector[i], -change[i]);
        for (var c = 0; c <= i; c++)
            row[c] = Math.FusedMultiplyAdd(q, vector[c], Math.FusedMultiplyAdd(v, change[c], row[c]));
    }

    /// <summary>
    /// Rows 0 to count − 1: subtracts the pending change, then adds the product with <paramref name="x"/> to
    /// <paramref name="y"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(double* a, int order, int count, double* vector, double* change, double* x, double* y)
    {
        var sums = stackalloc double[4];
        for (var j = 0; j < count; j += 4)
        {
            var rows = Math.Min(4, count - j);
            var vectorized = rows == 4 ? j & ~7 : 0;
            new Span<double>(sums, 4).Clear();
            if (vectorized > 0)
                PassFourRows(a + ((nint)j * order), order, j, vectorized, vector, change, x, y, sums);
            for (var t = 0; t < rows; t++)
            {
                var row = a + ((nint)(j + t) * order);
                var (v, q, xt, sum) = (-vector[j + t], -change[j + t], x[j + t], sums[t]);
                for (var c = vectorized; c < j + t; c++)
                {
                    row[c] = Math.FusedMultiplyAdd(q, vector[c], Math.FusedMultiplyAdd(v, change[c], row[c]));
                    sum = Math.FusedMultiplyAdd(row[c], x[c], sum);
                    y[c] = Math.FusedMultiplyAdd(row[c], xt, y[c]);
                }

                row[j + t] = Math.FusedMultiplyAdd(
                    q, vector[j + t], Math.FusedMultiplyAdd(v, change[j + t], row[j + t]));
                y[j + t] += Math.FusedMultiplyAdd(row[j + t], xt, sum);
            }
        }
    }

    /// <summary>Four rows over the columns 0 to <paramref name="columns"/> − 1, a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassFourRows(
        double* a, int order, int j, int columns, double* vector, double* change, double* x, double* y, double* sums)
    {
        double* a0 = a, a1 = a + order, a2 = a1 + order, a3 = a2 + order;
        var v0 = Vector512.Create(-vector[j]);
        var v1 = Vector512.Create(-vector[j + 1]);
        var v2 = Vector512.Create(-vector[j + 2]);
        var v3 = Vector512.Create(-vector[j + 3]);
        var q0 = Vector512.Create(-change[j]);
        var q1 = Vector512.Create(-change[j + 1]);
        var q2 = Vector512.Create(-change[j + 2]);
        var q3 = Vector512.Create(-change[j + 3]);
        var x0 = Vector512.Create(x[j]);
        var x1 = Vector512.Create(x[j + 1]);
        var x2 = Vector512.Create(x[j + 2]);
        var x3 = Vector512.Create(x[j + 3]);
        var s0 = Vector512<double>.Zero;
        var s1 = Vector512<double>.Zero;
        var s2 = Vector512<double>.Zero;
        var s3 = Vector512<double>.Zero;
        for (var c = 0; c < columns; c += 8)
        {
            var v = Vector512.Load(vector + c);
            var q = Vector512.Load(change + c);
            var xc = Vector512.Load(x + c);
            var r0 = Vector512.FusedMultiplyAdd(q0, v, Vector512.FusedMultiplyAdd(v0, q, Vector512.Load(a0 + c)));
            var r1 = Vector512.FusedMultiplyAdd(q1, v, Vector512.FusedMultiplyAdd(v1, q, Vector512.Load(a1 + c)));
            var r2 = Vector512.FusedMultiplyAdd(q2, v, Vector512.FusedMultiplyAdd(v2, q, Vector512.Load(a2 + c)));
            var r3 = Vector512.FusedMultiplyAdd(q3, v, Vector512.FusedMultiplyAdd(v3, q, Vector512.Load(a3 + c)));
            r0.Store(a0 + c);
            r1.Store(a1 + c);
            r2.Store(a2 + c);
            r3.Store(a3 + c);
            s0 = Vector512.FusedMultiplyAdd(r0, xc, s0);
            s1 = Vector512.FusedMultiplyAdd(r1, xc, s1);
            s2 = Vector512.FusedMultiplyAdd(r2, xc, s2);
            s3 = Vector512.FusedMultiplyAdd(r3, xc, s3);
            var yc = Vector512.FusedMultiplyAdd(r0, x0, Vector512.Load(y + c));
            yc = Vector512.FusedMultiplyAdd(r1, x1, yc);
            yc = Vector512.FusedMultiplyAdd(r2, x2, yc);
            Vector512.FusedMultiplyAdd(r3, x3, yc).Store(y + c);
        }

        sums[0] = VectorKernel.Sum(s0);
        sums[1] = VectorKernel.Sum(s1);
        sums[2] = VectorKernel.Sum(s2);
        sums[3] = VectorKernel.Sum(s3);
    }

    /// <summary>
    /// Qᵀ = H₁·H₂·…: row r is the unit vector of r, reflected by each i > r in turn. Rows are independent of each
    /// other.
    /// </summary>
    private static double[] BasisOf(double* a, int order, double[] heights, int maxThreads)
    {
        var basis = new double[order * order];
        var blocks = (order + 3) / 4;
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads == 0 ? -1 : maxThreads };
        Parallel.For(0, blocks, options, block =>
        {
            var rows = stackalloc double*[4];
            var buffer = new double[4 * order];
            fixed (double* first = buffer)
            {
                for (var t = 0; t < 4; t++)
                {
                    rows[t] = first + (t * order);
                    if ((4 * block) + t < order)
                        rows[t][(4 * block) + t] = 1;
                }

                for (var i = (4 * block) + 1; i < order; i++)
                {
                    if (heights[i] > 0)
                        ReflectFourRows(rows[0], rows[1], rows[2], rows[3], a + ((nint)i * order), i, heights[i]);
                }
            }

            var count = Math.Min(4, order - (4 * block)) * order;
            buffer.AsSpan(0, count).CopyTo(basis.AsSpan(4 * block * order, count));
        });
        return basis;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReflectFourRows(
        double* r0, double* r1, double* r2, double* r3, double* vector, int count, double height)
    {
        var vectorized = count & ~7;
        var s0 = Vector512<double>.Zero;
        var s1 = Vector512<double>.Zero;
        var s2 = Vector512<double>.Zero;
        var s3 = Vector512<double>.Zero;
        for (var c = 0; c < vectorized; c += 8)
        {
            var v = Vector512.Load(vector + c);
            s0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(r0 + c), s0);
            s1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(r1 + c), s1);
            s2 = Vector512.FusedMultiplyAdd(v, Vector512.Load(r2 + c), s2);
            s3 = Vector512.FusedMultiplyAdd(v, Vector512.Load(r3 + c), s3);
        }

        var (f0, f1, f2, f3) = (VectorKernel.Sum(s0), VectorKernel.Sum(s1), VectorKernel.Sum(s2), VectorKernel.Sum(s3));
        for (var c = vectorized; c < count; c++)
        {
            f0 = Math.FusedMultiplyAdd(vector[c], r0[c], f0);
            f1 = Math.FusedMultiplyAdd(vector[c], r1[c], f1);
            f2 = Math.FusedMultiplyAdd(vector[c], r2[c], f2);
            f3 = Math.FusedMultiplyAdd(vector[c], r3[c], f3);
        }

        VectorKernel.AddMultiple(r0, -f0 / height, vector, count);
        VectorKernel.AddMultiple(r1, -f1 / height, vector, count);
        VectorKernel.AddMultiple(r2, -f2 / height, vector, count);
        VectorKernel.AddMultiple(r3, -f3 / height, vector, count);
    }
}
