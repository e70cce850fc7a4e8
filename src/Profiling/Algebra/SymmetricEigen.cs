namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Decomposes a symmetric matrix into its eigenvalues and eigenvectors.
/// </summary>
/// <remarks>
/// <para>Householder's reduction to a tridiagonal matrix, then QL steps with implicit shifts, whose rotations are
/// gathered and applied to all vectors at once. Errors are a small multiple of rounding times the largest
/// |eigenvalue|, in each value and in what is left of A·V − V·Λ; vectors are orthogonal to rounding. A value far
/// smaller than the largest has no more than that absolute accuracy. Sources: EISPACK's tred2 and tql2 (Wilkinson
/// and Reinsch, Handbook for Automatic Computation II).</para>
/// <para>Only the lower triangle is read. The same matrix gives the same bits, whatever the number of threads or the
/// width of vectors. Time grows with the cube of the order (some 0.1 s for 500 on two cores, by that law half a minute
/// for 4,096), memory is twice the matrix.</para>
/// </remarks>
public static class SymmetricEigen
{
    /// <summary>Decomposes a row-major matrix; it is left as it is.</summary>
    /// <exception cref="ArgumentException">The array is shorter than the matrix, or a number in it is not
    /// finite.</exception>
    public static SymmetricEigenResult Decompose(double[] matrix, int order) => Decompose(matrix, order, 0);

    internal static SymmetricEigenResult Decompose(double[] matrix, int order, int maxThreads)
    {
        var work = CopyScaled(matrix, order, out var exponent);
        var (diagonal, offDiagonal) = (new double[order], new double[order]);
        var basis = HouseholderTridiagonal.Reduce(work, order, diagonal, offDiagonal, maxThreads);
        TridiagonalQl.Diagonalize(diagonal, offDiagonal, basis, maxThreads);

        var largestFirst = Enumerable.Range(0, order).OrderByDescending(i => diagonal[i]).ToArray();
        for (var i = 0; i < order; i++)
            basis.AsSpan(largestFirst[i] * order, order).CopyTo(work.AsSpan(i * order, order));
        return new SymmetricEigenResult(
            Array.ConvertAll(largestFirst, i => Math.ScaleB(diagonal[i], exponent)), work);
    }

    /// <summary>A copy times the power of two that brings its largest number near 1, so that no square
    /// overflows.</summary>
    private static double[] CopyScaled(double[] matrix, int order, out int exponent)
    {
        var count = ProfileTable.ValueCount(order, order);
        if (matrix.Length < count)
            throw new ArgumentException($"{matrix.Length} numbers for a matrix of order {order}.", nameof(matrix));
        var largest = 0.0;
        for (var i = 0; i < order; i++)
        {
            foreach (var value in matrix.AsSpan(i * order, i + 1))
            {
                if (!double.IsFinite(value))
                    throw new ArgumentException($"Row {i + 1} of the matrix has the value {value}.", nameof(matrix));
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        exponent = largest > 0 ? Math.ILogB(largest) : 0;
        var copy = new double[count];
        for (var i = 0; i < count; i++)
            copy[i] = Math.ScaleB(matrix[i], -exponent);
        return copy;
    }
}
