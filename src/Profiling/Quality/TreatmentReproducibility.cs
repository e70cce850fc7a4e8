namespace HcsGrid.Profiling.Quality;

/// <summary>
/// How alike the replicates of a treatment are.
/// </summary>
/// <param name="Key">The treatment's values of the columns grouped by.</param>
/// <param name="Rows">Its rows of the table.</param>
/// <param name="Similarity">The median similarity of its pairs of replicates; NaN without a pair.</param>
/// <param name="Null95">The 95th percentile of the same for as many wells of different treatments; NaN where there are
/// too few treatments.</param>
public sealed record TreatmentReproducibility(
    IReadOnlyList<string> Key, IReadOnlyList<int> Rows, double Similarity, double Null95)
{
    /// <summary>Whether the replicates are more alike than chance makes wells in 95 of 100 cases; null where that
    /// cannot be told.</summary>
    public bool? IsReplicating =>
        double.IsNaN(Similarity) || double.IsNaN(Null95) ? null : Similarity > Null95;
}
