namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// The row most like another one.
/// </summary>
/// <param name="RowIndex">The neighbour's row, or -1 where there is none.</param>
/// <param name="Cosine">The cosine of the two profiles, NaN where there is no neighbour.</param>
public readonly record struct NearestNeighbour(int RowIndex, double Cosine)
{
    /// <summary>No row qualifies.</summary>
    public static NearestNeighbour None { get; } = new(-1, double.NaN);

    /// <summary>Whether a row was found.</summary>
    public bool Exists => RowIndex >= 0;
}
