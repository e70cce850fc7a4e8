namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// The singular values of a matrix and its right singular vectors, as exact for the smallest value as for the
/// largest.
/// </summary>
/// <remarks>
/// <para>X = U·S·Vᵀ for X of rows × columns. Squaring X loses what lies below 1e-8 of the largest singular value, so
/// it is done twice: the eigenvectors of XᵀX (of XXᵀ where X has more columns than rows) turn X into vectors that are
/// nearly orthogonal, and these, squared again, are turned by rotations that treat short vectors as well as long ones
/// (Cholesky, then <see cref="OrthogonalRows"/>). X·v has the length s, and two such products are orthogonal, to
/// about 1e-15 times the condition number: what a direct decomposition gives, at the speed of products.</para>
/// <para>The rank is the number of singular values above 8·max(rows, columns)·ε times the largest (numpy's rule has no
/// 8; products round more often than a direct decomposition). Values and vectors are only those. Signs are chance,
/// but the same bits each time.</para>
/// </remarks>
internal sealed class SingularVectors
{
    private const double Rounding = 8 * 2.220446049250313e-16;

    private SingularVectors(double[] values, double[] vectors, int columns)
    {
        Values = values;
        Vectors = vectors;
        ColumnCount = columns;
    }

    /// <summary>The singular values, largest first; as many as the rank.</summary>
    public double[] Values { get; }

    /// <summary>Rank × columns: row i is the i-th right singular vector.</summary>
    public double[] Vectors { get; }

    public int ColumnCount { get; }

    public int Rank => Values.Length;

    /// <summary>The i-th right singular vector.</summary>
    public Span<double> this[int index] => Vectors.AsSpan(index * ColumnCount, ColumnCount);

    /// <summary>Decomposes a matrix of finite numbers given column after column.</summary>
    public static SingularVectors Of(double[] columnMajor, int rows, int columns)
    {
        var largest = 0.0;
        foreach (var value in columnMajor)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest is 0 or (> 1e-100 and < 1e100))
            return OfModerate(columnMajor, rows, columns);

        // Times a power of two, so that no square overflows.
        var exponent = Math.ILogB(largest);
        var scaled = Array.ConvertAll(columnMajor, value => Math.ScaleB(value, -exponent));
        var result = OfModerate(scaled, rows, columns);
        return new SingularVectors(
            Array.ConvertAll(result.Values, value => Math.ScaleB(value, exponent)), result.Vectors, columns);
    }

    private static SingularVectors OfModerate(double[] columnMajor, int rows, int columns)
    {
        if (rows > columns)
        {
            var gram = MatrixProduct.Gram(columnMajor, rows, columns);
            return Refine(columnMajor, rows, columns, SymmetricEigen.Decompose(gram, columns).Vectors, columns);
        }

        // The eigenvectors of XXᵀ turn the rows; what they turn into, made orthogonal, is the basis.
        var squares = MatrixProduct.GramOfRowMajor(columnMajor, columns, rows);
        var left = SymmetricEigen.Decompose(squares, rows).Vectors;
        var along = MatrixProduct.TimesTransposed(left, columnMajor, rows, columns, rows, maxThreads: 0);
        var (lengths, turns) = Turn(MatrixProduct.Gram(along, columns, rows), rows, columns);
        var basis = MatrixProduct.Times(turns, along, lengths.Length, columns, rows);
        for (var i = 0; i < lengths.Length; i++)
            RowVectors.TryNormalize(basis.AsSpan(i * columns, columns));
        return Refine(columnMajor, rows, columns, Orthogonalize(basis, lengths.Length, columns), lengths.Length);
    }

    /// <summary>Unit vectors that are orthogonal to some 1e-10 made so to rounding: V − ½(VVᵀ − I)V.</summary>
    private static double[] Orthogonalize(double[] basis, int count, int columns)
    {
        var excess = MatrixProduct.Gram(basis, columns, count);
        for (var i = 0; i < count; i++)
            excess[(i * count) + i] -= 1;
        var change = MatrixProduct.Times(excess, basis, count, columns, count);
        for (var i = 0; i < change.Length; i++)
            change[i] = Math.FusedMultiplyAdd(-0.5, change[i], basis[i]);
        return change;
    }

    /// <summary>
    /// The singular vectors within the span of some orthogonal vectors that are nearly so themselves.
    /// </summary>
    private static SingularVectors Refine(double[] columnMajor, int rows, int columns, double[] basis, int count)
    {
        var along = MatrixProduct.Times(basis, columnMajor, count, rows, columns);
        var (lengths, turns) = Turn(MatrixProduct.Gram(along, rows, count), count, Math.Max(rows, columns));
        var vectors = MatrixProduct.Times(turns, basis, lengths.Length, columns, count);
        return new SingularVectors(lengths, vectors, columns);
    }

    /// <summary>
    /// The lengths and directions of the axes of a nearly diagonal Gram matrix, which is overwritten; only of those
    /// above 8·<paramref name="size"/>·ε of the longest.
    /// </summary>
    private static (double[] Lengths, double[] Turns) Turn(double[] gram, int order, int size)
    {
        var smallest = size * Rounding * LargestLength(gram, order);
        FactorInPlace(gram, order, smallest * smallest);
        var lengths = OrthogonalRows.Turn(gram, order);
        var largestFirst = Enumerable.Range(0, order).Where(i => lengths[i] > smallest)
            .OrderByDescending(i => lengths[i]).ToArray();
        var turns = new double[largestFirst.Length * order];
        for (var i = 0; i < largestFirst.Length; i++)
        {
            var turn = turns.AsSpan(i * order, order);
            gram.AsSpan(largestFirst[i] * order, order).CopyTo(turn);
            VectorKernel.Scale(turn, 1 / lengths[largestFirst[i]]);
        }

        return (Array.ConvertAll(largestFirst, i => lengths[i]), turns);
    }

    /// <summary>Makes the vector's number of largest absolute value, the first of equal ones, positive.</summary>
    public static void FixSign(Span<double> vector)
    {
        var largest = 0;
        for (var i = 1; i < vector.Length; i++)
        {
            if (Math.Abs(vector[i]) > Math.Abs(vector[largest]))
                largest = i;
        }

        if (vector.Length > 0 && vector[largest] < 0)
            VectorKernel.Scale(vector, -1);
    }

    private static double LargestLength(double[] gram, int order)
    {
        var largest = 0.0;
        for (var i = 0; i < order; i++)
            largest = Math.Max(largest, gram[(i * order) + i]);
        return Math.Sqrt(largest);
    }

    /// <summary>
    /// Cholesky's factor R, RᵀR = G, over the matrix; a row whose square falls to <paramref name="smallest"/> or below
    /// is 0.
    /// </summary>
    private static unsafe void FactorInPlace(double[] gram, int order, double smallest)
    {
        fixed (double* rows = gram)
        {
            for (var i = 0; i < order; i++)
            {
                var row = rows + ((nint)i * order);
                new Span<double>(row, i).Clear();
                for (var p = 0; p < i; p++)
                {
                    var above = rows + ((nint)p * order);
                    VectorKernel.AddMultiple(row + i, -above[i], above + i, order - i);
                }

                var pivot = row[i];
                if (pivot > smallest)
                    VectorKernel.Scale(new Span<double>(row + i, order - i), 1 / Math.Sqrt(pivot));
                else
                    new Span<double>(row + i, order - i).Clear();
            }
        }
    }
}
