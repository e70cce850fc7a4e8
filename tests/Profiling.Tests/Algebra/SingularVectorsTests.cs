using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Tests.Algebra;

public class SingularVectorsTests
{
    [Theory]
    [InlineData(30, 12, 1)]
    [InlineData(200, 33, 1e3)]
    [InlineData(90, 60, 1e7)]
    [InlineData(12, 30, 10)]
    [InlineData(60, 61, 1e3)]
    [InlineData(33, 200, 1e7)]
    [InlineData(20, 20, 1e5)]
    public void Vectors_are_orthogonal_and_so_is_what_the_matrix_makes_of_them(int rows, int columns, double condition)
    {
        var x = Graded(rows, columns, condition, seed: rows);
        var result = SingularVectors.Of(x, rows, columns);
        Assert.Equal(Math.Min(rows, columns), result.Rank);
        Assert.Equal(result.Values.OrderDescending(), result.Values);
        RequireIdentity(MatrixProduct.Gram(result.Vectors, columns, result.Rank), result.Rank, 1e-13);
        var along = MatrixProduct.Times(result.Vectors, x, result.Rank, rows, columns);
        for (var i = 0; i < result.Rank; i++)
            VectorKernel.Scale(along.AsSpan(i * rows, rows), 1 / result.Values[i]);
        RequireIdentity(MatrixProduct.Gram(along, rows, result.Rank), result.Rank, 1e-13 + (1e-15 * condition));

        // Together they are the whole matrix.
        for (var i = 0; i < result.Rank; i++)
            VectorKernel.Scale(along.AsSpan(i * rows, rows), result.Values[i]);
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                var sum = 0.0;
                for (var i = 0; i < result.Rank; i++)
                    sum += result[i][column] * along[(i * rows) + row];
                Assert.Equal(x[(column * rows) + row], sum, 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(40, 15)]
    [InlineData(15, 40)]
    public void Columns_that_depend_on_others_lower_the_rank(int rows, int columns)
    {
        var x = Graded(rows, columns, 10, seed: 2);
        for (var copy = 0; copy < 10; copy++)
            x.AsSpan(copy * rows, rows).CopyTo(x.AsSpan((columns - 1 - copy) * rows, rows));
        var expected = Math.Min(rows, columns - Math.Min(10, columns / 2));
        Assert.Equal(expected, SingularVectors.Of(x, rows, columns).Rank);
        Assert.Equal(0, SingularVectors.Of(new double[x.Length], rows, columns).Rank);
        Assert.Equal(0, SingularVectors.Of([], 0, columns).Rank);
        Assert.Equal(0, SingularVectors.Of([], rows, 0).Rank);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(-900)]
    public void The_size_of_the_numbers_does_not_matter(int exponent)
    {
        var x = Graded(30, 8, 10, seed: 4);
        var plain = SingularVectors.Of(x, 30, 8);
        var scaled = SingularVectors.Of(Array.ConvertAll(x, value => Math.ScaleB(value, exponent)), 30, 8);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(1, scaled.Values[i] / Math.ScaleB(plain.Values[i], exponent), 1e-14);
            Assert.Equal(1, Math.Abs(RowVectors.Dot(plain[i], scaled[i])), 1e-14);
        }
    }

    [Fact]
    public void The_complement_is_orthogonal_to_the_vectors_and_in_itself()
    {
        foreach (var rows in (int[])[1, 7, 22])
        {
            var known = SingularVectors.Of(Graded(rows, 22, 100, seed: rows), rows, 22);
            var all = OrthogonalComplement.Complete(known);
            Assert.Equal(known.Vectors, all[..known.Vectors.Length]);
            RequireIdentity(MatrixProduct.Gram(all, 22, 22), 22, 1e-14);
        }
    }

    [Fact]
    public void Rows_of_very_different_length_are_made_orthogonal_to_rounding()
    {
        // Short and nearly parallel rows, long and nearly parallel ones, and one of zeros.
        double[] rows = [1e-9, 1e-9, 0, 0, 1e-9, 2e-9, 1e-15, 0, 1e6, 0, 3e6, 1e6, 0, 0, 0, 0];
        var lengths = OrthogonalRows.Turn(rows, 4);
        Assert.Equal(0, lengths[3]);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var cosine = RowVectors.Dot(rows.AsSpan(4 * i, 4), rows.AsSpan(4 * j, 4)) / lengths[i] / lengths[j];
                Assert.Equal(0, cosine, 1e-15);
            }
        }
    }

    private static void RequireIdentity(double[] matrix, int order, double tolerance)
    {
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
                Golden.Equal(i == j ? 1 : 0, matrix[(i * order) + j], tolerance, $"{i}, {j}");
        }
    }

    /// <summary>Random columns, turned into each other after they were made ever shorter.</summary>
    private static double[] Graded(int rows, int columns, double condition, int seed)
    {
        var random = new Random(seed);
        var count = Math.Min(rows, columns);
        var (left, right) = (Turned(rows, count, random), Turned(columns, count, random));
        for (var i = 0; i < count; i++)
        {
            var size = Math.Pow(condition, -i / Math.Max(1.0, count - 1));
            VectorKernel.Scale(left.AsSpan(i * rows, rows), size);
        }

        var x = new double[rows * columns];
        for (var i = 0; i < count; i++)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var row = 0; row < rows; row++)
                    x[(column * rows) + row] += left[(i * rows) + row] * right[(i * columns) + column];
            }
        }

        return x;
    }

    /// <summary>The first so many of the orthogonal vectors of a random symmetric matrix.</summary>
    private static double[] Turned(int order, int count, Random random)
    {
        var matrix = new double[order * order];
        foreach (ref var value in matrix.AsSpan())
            value = random.NextDouble() - 0.5;
        return SymmetricEigen.Decompose(matrix, order).Vectors[..(count * order)];
    }
}
