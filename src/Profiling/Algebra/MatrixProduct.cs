using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Multiplies matrices of doubles near the speed that the machine's multiply-adds allow, always to the same bits.
/// </summary>
/// <remarks>
/// <para>Every element of a result is Σ a·b over the depth in index order, from 0, each step one fused multiply-add:
/// nothing else about it depends on the width of the vectors, on the blocks or on the number of threads. So a
/// symmetric product is symmetric to the bit, and a plain loop of <see cref="Math.FusedMultiplyAdd"/> gives the
/// same. NaN and infinities spread as in that loop.</para>
/// <para>Work: 2·m·n·k operations (half of it for a Gram matrix), 0.6 MB of buffers a thread beside the
/// matrices. Matrices are row-major unless said otherwise. A depth of 0 gives zeros.</para>
/// </remarks>
public static unsafe class MatrixProduct
{
    /// <summary>Depth of a panel: a left panel (8 × 256 doubles, 16 KiB) stays in the first cache.</summary>
    private const int DepthBlock = 256;

    /// <summary>Columns whose panels (256 × 256 doubles, 512 KiB) stay in the second cache.</summary>
    private const int ColumnBlock = 256;

    /// <summary>Rows that one thread does with the same right panels.</summary>
    private const int RowBlock = 128;

    /// <summary>
    /// C = A·Bᵀ for A of m × k and B of n × k, on the calling thread.
    /// </summary>
    /// <exception cref="ArgumentException">A span is shorter than its matrix.</exception>
    public static void TimesTransposed(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int m, int n, int k)
    {
        Require(a.Length, m, k, nameof(a));
        Require(b.Length, n, k, nameof(b));
        Require(c.Length, m, n, nameof(c));
        fixed (double* left = a, right = b, result = c)
        {
            Multiply(
                MatrixOperand.OfVectors(left, m, k),
                MatrixOperand.OfVectors(right, n, k),
                result, k, isSymmetric: false, maxThreads: 1, ProductKernel.HardwareBits);
        }
    }

    /// <summary>
    /// C = A·Bᵀ for A of m × k and B of n × k, on several threads.
    /// </summary>
    /// <param name="maxThreads">The most threads; 0 for one a core.</param>
    /// <exception cref="ArgumentException">An array is shorter than its matrix.</exception>
    public static double[] TimesTransposed(double[] a, double[] b, int m, int n, int k, int maxThreads)
    {
        Require(a.Length, m, k, nameof(a));
        Require(b.Length, n, k, nameof(b));
        var c = new double[ProfileTable.ValueCount(m, n)];
        fixed (double* left = a, right = b, result = c)
        {
            Multiply(
                MatrixOperand.OfVectors(left, m, k),
                MatrixOperand.OfVectors(right, n, k),
                result, k, isSymmetric: false, maxThreads, ProductKernel.HardwareBits);
        }

        return c;
    }

    /// <summary>
    /// C = A·B for A of m × k and B of k × n, on several threads.
    /// </summary>
    /// <param name="maxThreads">The most threads; 0 for one a core.</param>
    /// <exception cref="ArgumentException">An array is shorter than its matrix.</exception>
    public static double[] Times(double[] a, double[] b, int m, int n, int k, int maxThreads = 0)
    {
        Require(a.Length, m, k, nameof(a));
        Require(b.Length, k, n, nameof(b));
        var c = new double[ProfileTable.ValueCount(m, n)];
        fixed (double* left = a, right = b, result = c)
        {
            Multiply(
                MatrixOperand.OfVectors(left, m, k),
                MatrixOperand.SideBySide(right, n),
                result, k, isSymmetric: false, maxThreads, ProductKernel.HardwareBits);
        }

        return c;
    }

    /// <summary>
    /// XᵀX, columns × columns, for X given column after column; symmetric to the bit.
    /// </summary>
    /// <param name="maxThreads">The most threads; 0 for one a core.</param>
    /// <exception cref="ArgumentException">The array is shorter than the matrix.</exception>
    public static double[] Gram(double[] columnMajor, int rows, int columns, int maxThreads = 0)
    {
        Require(columnMajor.Length, columns, rows, nameof(columnMajor));
        var gram = new double[ProfileTable.ValueCount(columns, columns)];
        fixed (double* values = columnMajor, result = gram)
        {
            var vectors = MatrixOperand.OfVectors(values, columns, rows);
            Multiply(vectors, vectors, result, rows, isSymmetric: true, maxThreads, ProductKernel.HardwareBits);
        }

        return gram;
    }

    /// <summary>
    /// XᵀX, columns × columns, for X given column after column, on the calling thread; the same bits as
    /// <see cref="Gram(double[], int, int, int)"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A span is shorter than its matrix.</exception>
    public static void Gram(ReadOnlySpan<double> columnMajor, Span<double> gram, int rows, int columns)
    {
        Require(columnMajor.Length, columns, rows, nameof(columnMajor));
        Require(gram.Length, columns, columns, nameof(gram));
        fixed (double* values = columnMajor, result = gram)
        {
            var vectors = MatrixOperand.OfVectors(values, columns, rows);
            Multiply(vectors, vectors, result, rows, isSymmetric: true, maxThreads: 1, ProductKernel.HardwareBits);
        }
    }

    /// <summary>
    /// XᵀX, columns × columns, for X given row after row; symmetric to the bit, and the same bits as
    /// <see cref="Gram(double[], int, int, int)"/>.
    /// </summary>
    /// <param name="maxThreads">The most threads; 0 for one a core.</param>
    /// <exception cref="ArgumentException">The array is shorter than the matrix.</exception>
    public static double[] GramOfRowMajor(double[] rowMajor, int rows, int columns, int maxThreads = 0)
    {
        Require(rowMajor.Length, rows, columns, nameof(rowMajor));
        var gram = new double[ProfileTable.ValueCount(columns, columns)];
        fixed (double* values = rowMajor, result = gram)
        {
            var vectors = MatrixOperand.SideBySide(values, columns);
            Multiply(vectors, vectors, result, rows, isSymmetric: true, maxThreads, ProductKernel.HardwareBits);
        }

        return gram;
    }

    /// <summary>The product of any two operands into a row-major result.</summary>
    internal static void Multiply(
        MatrixOperand left, MatrixOperand right, double* result, int depth, bool isSymmetric, int maxThreads,
        int vectorBits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxThreads);
        new Span<double>(result, left.Count * right.Count).Clear();
        var rowBlocks = (left.Count + RowBlock - 1) / RowBlock;
        var columnBlocks = (right.Count + ColumnBlock - 1) / ColumnBlock;
        var threads = Math.Min(maxThreads == 0 ? Environment.ProcessorCount : maxThreads, rowBlocks * columnBlocks);
        // Less than some 100 µs of work is done before another thread has woken up.
        if (threads <= 1 || (double)left.Count * right.Count * depth < 2e6)
        {
            MultiplyBlocks(0, 1);
        }
        else
        {
            // Blocks from the last row on: in a symmetric product those are the long ones.
            Parallel.For(
                0, rowBlocks * columnBlocks, new ParallelOptions { MaxDegreeOfParallelism = threads },
                block => MultiplyBlocks(block, rowBlocks * columnBlocks));
        }

        if (isSymmetric)
            Mirror(result, left.Count);

        void MultiplyBlocks(int first, int step)
        {
            var buffer = (double*)NativeMemory.AlignedAlloc(
                (nuint)((ColumnBlock + ProductKernel.Rows) * DepthBlock * sizeof(double)), 64);
            try
            {
                for (var block = first; block < rowBlocks * columnBlocks; block += step)
                {
                    var row = (rowBlocks - 1 - (block / columnBlocks)) * RowBlock;
                    var column = block % columnBlocks * ColumnBlock;
                    if (!isSymmetric || column < Math.Min(row + RowBlock, left.Count))
                        MultiplyBlock(left, right, result, depth, row, column, isSymmetric, buffer, vectorBits);
                }
            }
            finally
            {
                NativeMemory.AlignedFree(buffer);
            }
        }
    }

    /// <summary>One block of the result over the whole depth; in a symmetric one only what lies at or under the
    /// diagonal.</summary>
    private static void MultiplyBlock(
        MatrixOperand left, MatrixOperand right, double* result, int depth, int firstRow, int firstColumn,
        bool isSymmetric, double* buffer, int vectorBits)
    {
        var endRow = Math.Min(firstRow + RowBlock, left.Count);
        var endColumn = Math.Min(firstColumn + ColumnBlock, right.Count);
        if (isSymmetric)
            endColumn = Math.Min(endColumn, endRow);
        var leftPanel = buffer;
        var rightPanels = buffer + (ProductKernel.Rows * DepthBlock);
        for (var p = 0; p < depth; p += DepthBlock)
        {
            var depthCount = Math.Min(DepthBlock, depth - p);
            var panelLength = (nint)ProductKernel.Columns * depthCount;
            var panel = rightPanels;
            for (var j = firstColumn; j < endColumn; j += ProductKernel.Columns, panel += panelLength)
                MatrixPanels.Fill(panel, ProductKernel.Columns, right, j, p, depthCount);
            for (var i = firstRow; i < endRow; i += ProductKernel.Rows)
            {
                MatrixPanels.Fill(leftPanel, ProductKernel.Rows, left, i, p, depthCount);
                panel = rightPanels;
                var end = isSymmetric ? Math.Min(endColumn, i + ProductKernel.Rows) : endColumn;
                for (var j = firstColumn; j < end; j += ProductKernel.Columns, panel += panelLength)
                {
                    var target = result + ((nint)i * right.Count) + j;
                    if (i + ProductKernel.Rows <= left.Count && j + ProductKernel.Columns <= right.Count)
                        ProductKernel.Add(leftPanel, panel, depthCount, target, right.Count, vectorBits);
                    else
                        AddAtEdge(leftPanel, panel, depthCount, target, left.Count - i, right, j, vectorBits);
                }
            }
        }
    }

    /// <summary>The kernel on a copy of the block, of which only the part inside the result is put back.</summary>
    private static void AddAtEdge(
        double* left, double* panel, int depth, double* target, int rowsLeft, MatrixOperand right, int column,
        int vectorBits)
    {
        var rows = Math.Min(ProductKernel.Rows, rowsLeft);
        var columns = Math.Min(ProductKernel.Columns, right.Count - column);
        var block = stackalloc double[ProductKernel.Rows * ProductKernel.Columns];
        for (var i = 0; i < rows; i++)
        {
            var from = new ReadOnlySpan<double>(target + ((nint)i * right.Count), columns);
            from.CopyTo(new Span<double>(block + (i * ProductKernel.Columns), columns));
        }

        ProductKernel.Add(left, panel, depth, block, ProductKernel.Columns, vectorBits);
        for (var i = 0; i < rows; i++)
        {
            var from = new ReadOnlySpan<double>(block + (i * ProductKernel.Columns), columns);
            from.CopyTo(new Span<double>(target + ((nint)i * right.Count), columns));
        }
    }

    /// <summary>Copies what lies under the diagonal over it, in squares that stay in the cache.</summary>
    private static void Mirror(double* square, int order)
    {
        const int Side = 32;
        for (var row = 0; row < order; row += Side)
        {
            for (var column = 0; column <= row; column += Side)
            {
                for (var i = row; i < Math.Min(row + Side, order); i++)
                {
                    for (var j = column; j < Math.Min(column + Side, i); j++)
                        square[((nint)j * order) + i] = square[((nint)i * order) + j];
                }
            }
        }
    }

    private static void Require(int length, int rows, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (length < (long)rows * columns)
            throw new ArgumentException($"{length} numbers for a matrix of {rows} × {columns}.", name);
    }
}
