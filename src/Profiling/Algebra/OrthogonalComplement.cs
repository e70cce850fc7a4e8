namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Completes orthogonal vectors to a basis of the whole space.
/// </summary>
/// <remarks>
/// Reflections that take the given vectors to the first axes take the other axes to the complement: a basis that
/// depends on nothing but the vectors (Householder's QR).
/// </remarks>
internal static unsafe class OrthogonalComplement
{
    /// <summary>The vectors, and after them as many as the space still has room for: columns × columns, row after
    /// row.</summary>
    public static double[] Complete(SingularVectors known)
    {
        var (count, rank) = (known.ColumnCount, known.Rank);
        var all = new double[count * count];
        known.Vectors.CopyTo(all, 0);
        var reflectors = (double[])known.Vectors.Clone();
        var heights = new double[rank];
        fixed (double* reflector = reflectors, rows = all)
        {
            for (var i = 0; i < rank; i++)
            {
                var vector = reflector + ((nint)i * count);
                for (var p = 0; p < i; p++)
                    Reflect(vector, reflector + ((nint)p * count), heights[p], p, count);
                var length = Math.Sqrt(VectorKernel.Dot(vector + i, vector + i, count - i));
                heights[i] = length * (length + Math.Abs(vector[i]));
                vector[i] += Math.CopySign(length, vector[i]);
            }

            for (var i = rank; i < count; i++)
            {
                var row = rows + ((nint)i * count);
                row[i] = 1;
                for (var p = rank - 1; p >= 0; p--)
                    Reflect(row, reflector + ((nint)p * count), heights[p], p, count);
            }
        }

        return all;
    }

    private static void Reflect(double* row, double* reflector, double height, int first, int count)
    {
        var product = VectorKernel.Dot(row + first, reflector + first, count - first);
        VectorKernel.AddMultiple(row + first, -product / height, reflector + first, count - first);
    }
}
