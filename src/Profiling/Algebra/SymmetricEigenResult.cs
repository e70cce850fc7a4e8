namespace HcsGrid.Profiling.Algebra;

/// <summary>
/// The eigenvalues and eigenvectors of a symmetric matrix.
/// </summary>
/// <param name="Values">The eigenvalues, largest first.</param>
/// <param name="Vectors">Order × order: row i is the eigenvector of the i-th value, of length 1. Its sign is chance,
/// but the same each time.</param>
public sealed record SymmetricEigenResult(double[] Values, double[] Vectors)
{
    /// <summary>The i-th eigenvector.</summary>
    public ReadOnlySpan<double> Vector(int index) => Vectors.AsSpan(index * Values.Length, Values.Length);
}
