namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// Turns the rows of a square matrix, two at a time, until they are orthogonal: one-sided Jacobi rotations.
/// </summary>
/// <remarks>
/// Every pair whose cosine is above rounding is turned, however short the rows are: so the short ones come out as
/// exact, relative to their length, as the long ones. The sweep over all pairs that meets no cosine above <see
/// cref="Tolerance"/> is the last; what it leaves is rounding, since the cosines fall to their squares. A row of
/// zeros stays. Source: Demmel and Veselić, Jacobi's method is more accurate than QR (1992).
/// </remarks>
internal static unsafe class OrthogonalRows
{
    private const double Rounding = 4e-16;
    private const double Tolerance = 1e-14;
    private const int MaxSweeps = 60;

    /// <summary>Turns the rows in place and gives their lengths.</summary>
    public static double[] Turn(double[] matrix, int order)
    {
        var squares = new double[order];
        fixed (double* rows = matrix)
        {
            for (var sweep = 0; ; sweep++)
            {
                for (var i = 0; i < order; i++)
                    squares[i] = VectorKernel.Dot(rows + ((nint)i * order), rows + ((nint)i * order), order);
                if (TurnAll(rows, order, squares) <= Tolerance)
                    break;
                if (sweep == MaxSweeps)
                    throw new InvalidOperationException($"{order} rows are not orthogonal after {sweep} sweeps.");
            }

            for (var i = 0; i < order; i++)
            {
                var row = rows + ((nint)i * order);
                squares[i] = Math.Sqrt(VectorKernel.Dot(row, row, order));
            }
        }

        return squares;
    }

    /// <summary>Each pair once; gives the largest |cosine| that it met.</summary>
    private static double TurnAll(double* rows, int order, double[] squares)
    {
        var largest = 0.0;
        for (var p = 0; p < order; p++)
        {
            var first = rows + ((nint)p * order);
            for (var q = p + 1; q < order; q++)
            {
                var second = rows + ((nint)q * order);
                var product = VectorKernel.Dot(first, second, order);
                var size = Math.Sqrt(squares[p]) * Math.Sqrt(squares[q]);
                if (!(Math.Abs(product) > Rounding * size))
                    continue;
                largest = Math.Max(largest, Math.Abs(product) / size);
                var zeta = (squares[q] - squares[p]) / (2 * product);
                var tangent = Math.CopySign(1 / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta))), zeta);
                var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                VectorKernel.Rotate(first, second, cosine, cosine * tangent, order);
                squares[p] -= tangent * product;
                squares[q] += tangent * product;
            }
        }

        return largest;
    }
}
