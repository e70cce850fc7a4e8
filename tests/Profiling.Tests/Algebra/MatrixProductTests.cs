using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Tests.Algebra;

public class MatrixProductTests
{
    /// <summary>Shapes at, under and over the sizes of panels and blocks: rows, columns, depth.</summary>
    public static TheoryData<int, int, int> Shapes { get; } = new()
    {
        { 1, 1, 1 }, { 1, 17, 3 }, { 7, 15, 5 }, { 8, 16, 4 }, { 9, 17, 257 }, { 33, 5, 1000 }, { 3, 300, 2 },
        { 139, 299, 70 }, { 137, 1, 513 }, { 5, 0, 4 }, { 0, 5, 4 }, { 6, 6, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_element_is_a_plain_loop_of_fused_multiply_adds_to_the_bit(int m, int n, int k)
    {
        var (a, b) = (Random(m * k, 1), Random(n * k, 2));
        var expected = Plain(a, b, m, n, k);
        var product = new double[m * n];
        product.AsSpan().Fill(double.NaN);
        MatrixProduct.TimesTransposed(a, b, product, m, n, k);
        Equal(expected, product);
        for (var threads = 0; threads <= 3; threads++)
        {
            Equal(expected, MatrixProduct.TimesTransposed(a, b, m, n, k, threads));
            Equal(expected, MatrixProduct.Times(a, Transpose(b, n, k), m, n, k, threads));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public unsafe void Vectors_of_every_width_give_the_same_bits(int m, int n, int k)
    {
        var (a, b, product) = (Random(m * k, 3), Random(n * k, 4), new double[m * n]);
        var expected = Plain(a, b, m, n, k);
        foreach (var bits in (int[])[64, 256, 512])
        {
            fixed (double* left = a, right = b, result = product)
            {
                MatrixProduct.Multiply(
                    MatrixOperand.OfVectors(left, m, k), MatrixOperand.OfVectors(right, n, k), result, k,
                    isSymmetric: false, maxThreads: 1, bits);
            }

            Equal(expected, product);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 7)]
    [InlineData(300, 263)]
    [InlineData(65, 400)]
    [InlineData(0, 3)]
    public void A_gram_matrix_is_the_product_with_itself_to_the_bit_on_any_number_of_threads(int rows, int columns)
    {
        var x = Random(rows * columns, 5);
        var expected = Plain(x, x, columns, columns, rows);
        for (var threads = 0; threads <= 3; threads++)
        {
            Equal(expected, MatrixProduct.Gram(x, rows, columns, threads));
            var here = new double[expected.Length];
            MatrixProduct.Gram(x, here, rows, columns);
            Equal(expected, here);
            Equal(expected, MatrixProduct.GramOfRowMajor(Transpose(x, columns, rows), rows, columns, threads));
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_in_its_row_and_column()
    {
        var (a, b) = (Random(9 * 20, 6), Random(18 * 20, 7));
        a[(3 * 20) + 5] = double.NaN;
        b[(17 * 20) + 19] = double.PositiveInfinity;
        var product = MatrixProduct.TimesTransposed(a, b, 9, 18, 20, maxThreads: 1);
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; j < 18; j++)
                Assert.Equal(i != 3 && j != 17, double.IsFinite(product[(i * 18) + j]));
        }
    }

    [Fact]
    public void Numbers_that_do_not_fill_their_matrix_are_refused()
    {
        var numbers = new double[6];
        Assert.Contains(
            "6 numbers for a matrix of 2 × 4", Assert.Throws<ArgumentException>(
                () => MatrixProduct.TimesTransposed(numbers, numbers, numbers, 2, 1, 4)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MatrixProduct.TimesTransposed(numbers, numbers, numbers, 1, 2, 4));
        Assert.Throws<ArgumentException>(() => MatrixProduct.TimesTransposed(numbers, numbers, numbers, 3, 3, 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Times(numbers, numbers, 1, 4, 2));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Gram(numbers, 7, 1));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Gram(numbers, new double[3], 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixProduct.Gram(numbers, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixProduct.Gram(numbers, 1, 1, -1));
    }

    private static double[] Plain(double[] a, double[] b, int m, int n, int k)
    {
        var c = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var p = 0; p < k; p++)
                    sum = Math.FusedMultiplyAdd(a[(i * k) + p], b[(j * k) + p], sum);
                c[(i * n) + j] = sum;
            }
        }

        return c;
    }

    private static double[] Transpose(double[] matrix, int rows, int columns)
    {
        var transposed = new double[matrix.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                transposed[(j * rows) + i] = matrix[(i * columns) + j];
        }

        return transposed;
    }

    private static double[] Random(int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = (random.NextDouble() - 0.5) * Math.Exp(4 * random.NextDouble());
        return values;
    }

    private static void Equal(double[] expected, double[] actual) =>
        Assert.Equal(
            Array.ConvertAll(expected, BitConverter.DoubleToInt64Bits),
            Array.ConvertAll(actual, BitConverter.DoubleToInt64Bits));
}
