using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Tests.Algebra;

public class SymmetricEigenTests
{
    [Fact]
    public void A_chain_of_springs_has_the_frequencies_of_the_textbook()
    {
        const int Order = 137;
        var matrix = new double[Order * Order];
        for (var i = 0; i < Order; i++)
        {
            matrix[(i * Order) + i] = 2;
            if (i > 0)
                matrix[(i * Order) + i - 1] = matrix[((i - 1) * Order) + i] = -1;
        }

        var result = SymmetricEigen.Decompose(matrix, Order);
        for (var i = 0; i < Order; i++)
            Assert.Equal(2 - (2 * Math.Cos((Order - i) * Math.PI / (Order + 1))), result.Values[i], 1e-14);
        RequireDecomposed(matrix, result);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(203)]
    public void Any_matrix_is_taken_apart_to_rounding(int order)
    {
        var full = Random(order, order, seed: order);
        RequireDecomposed(full, SymmetricEigen.Decompose(full, order));
        var deficient = MatrixProduct.Gram(Random(Math.Max(1, order / 3), order, seed: 1), order / 3, order);
        RequireDecomposed(deficient, SymmetricEigen.Decompose(deficient, order));
        var graded = (double[])full.Clone();
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
                graded[(i * order) + j] *= Math.Pow(10, -0.2 * (i + j));
        }

        RequireDecomposed(graded, SymmetricEigen.Decompose(graded, order));
    }

    [Fact]
    public void Equal_eigenvalues_and_none_at_all_are_no_trouble()
    {
        var zero = new double[36];
        RequireDecomposed(zero, SymmetricEigen.Decompose(zero, 6));
        var identity = new double[36];
        for (var i = 0; i < 6; i++)
            identity[7 * i] = -3;
        var result = SymmetricEigen.Decompose(identity, 6);
        Assert.All(result.Values, value => Assert.Equal(-3, value));
        RequireDecomposed(identity, result);
        var ones = Enumerable.Repeat(1.0, 49).ToArray();
        RequireDecomposed(ones, SymmetricEigen.Decompose(ones, 7));
        Assert.Empty(SymmetricEigen.Decompose([], 0).Values);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-900)]
    public void The_size_of_the_numbers_does_not_matter(int exponent)
    {
        var matrix = Random(20, 20, seed: 9);
        var scaled = Array.ConvertAll(matrix, value => Math.ScaleB(value, exponent));
        var (plain, result) = (SymmetricEigen.Decompose(matrix, 20), SymmetricEigen.Decompose(scaled, 20));
        Assert.Equal(plain.Vectors, result.Vectors);
        Assert.Equal(Array.ConvertAll(plain.Values, value => Math.ScaleB(value, exponent)), result.Values);
    }

    [Fact]
    public void Threads_and_the_upper_triangle_change_no_bit()
    {
        var matrix = Random(170, 170, seed: 11);
        var one = SymmetricEigen.Decompose(matrix, 170, maxThreads: 1);
        for (var i = 0; i < 170; i++)
            matrix.AsSpan((i * 170) + i + 1, 169 - i).Fill(double.NaN);
        foreach (var threads in (int[])[0, 2, 3])
        {
            var other = SymmetricEigen.Decompose(matrix, 170, threads);
            Assert.Equal(one.Values, other.Values);
            Assert.Equal(one.Vectors, other.Vectors);
        }
    }

    [Fact]
    public void What_is_no_number_is_refused_with_its_row()
    {
        var matrix = new double[9];
        matrix[7] = double.NaN;
        Assert.Contains(
            "Row 3", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(matrix, 3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(matrix, 4));
    }

    /// <summary>A·v = λ·v, vectors orthogonal and of length 1, values falling: all to rounding.</summary>
    private static void RequireDecomposed(double[] matrix, SymmetricEigenResult result)
    {
        var order = result.Values.Length;
        var tolerance = 1e-15 * (10 + order);
        var largest = result.Values.Max(Math.Abs);
        Assert.Equal(result.Values.OrderDescending(), result.Values);
        for (var i = 0; i < order; i++)
        {
            for (var row = 0; row < order; row++)
            {
                var product = RowVectors.Dot(matrix.AsSpan(row * order, order), result.Vector(i));
                Assert.Equal(result.Values[i] * result.Vector(i)[row], product, tolerance * largest);
                var expected = i == row ? 1.0 : 0;
                Assert.Equal(expected, RowVectors.Dot(result.Vector(i), result.Vector(row)), tolerance);
            }
        }
    }

    /// <summary>Numbers between -0.5 and 0.5; a square is symmetric.</summary>
    private static double[] Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                values[(i * columns) + j] = rows == columns && j < i
                    ? values[(j * columns) + i]
                    : random.NextDouble() - 0.5;
            }
        }

        return values;
    }
}
