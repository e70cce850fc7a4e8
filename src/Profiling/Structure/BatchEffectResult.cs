namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How well the batch of a profile can be told from its nearest profiles.
/// </summary>
/// <param name="RowCount">Rows with a batch that can be compared and have a neighbour: those predicted.</param>
/// <param name="NeighbourCount">Neighbours that voted.</param>
/// <param name="Batches">The batches in ordinal order.</param>
/// <param name="Accuracy">The share of rows whose batch was told rightly: 1 is a strong batch effect, near
/// <paramref name="ChanceAccuracy"/> none. NaN, as all that follow, with fewer than two batches.</param>
/// <param name="ChanceAccuracy">Its mean over the permutations of the batches; NaN without permutations.</param>
/// <param name="ChanceLow">Below it lie 2.5 % of the permutations.</param>
/// <param name="ChanceHigh">Above it lie 2.5 % of the permutations.</param>
/// <param name="PValue">(permutations that tell at least as many batches + 1)/(permutations + 1).</param>
/// <param name="LargestShare">What always naming the largest batch would reach.</param>
/// <param name="NeighbourShare">The mean share of neighbours from the row's own batch.</param>
/// <param name="ChanceShare">What it would be if neighbours were drawn at random from the other rows: the sum over
/// batches of n(n − 1)/(N(N − 1)).</param>
/// <param name="Silhouette">The mean silhouette by batch (see <see cref="Structure.Silhouette"/>), over all pairs of
/// rows.</param>
public sealed record BatchEffectResult(
    int RowCount,
    int NeighbourCount,
    IReadOnlyList<BatchShare> Batches,
    double Accuracy,
    double ChanceAccuracy,
    double ChanceLow,
    double ChanceHigh,
    double PValue,
    double LargestShare,
    double NeighbourShare,
    double ChanceShare,
    double Silhouette);
