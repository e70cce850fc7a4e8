namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How far the rows of one group (the wells of a compound) are from each other.
/// </summary>
/// <param name="Name">The group's value.</param>
/// <param name="RowCount">Its rows that can be compared.</param>
/// <param name="PairCount">Their pairs.</param>
/// <param name="Least">The smallest distance of a pair; NaN, as all that follow, where there is no pair.</param>
/// <param name="LowerQuartile">A quarter of the distances lie below (between order statistics linearly).</param>
/// <param name="Median">Half of them.</param>
/// <param name="UpperQuartile">Three quarters.</param>
/// <param name="Largest">The largest distance.</param>
public sealed record GroupSpread(
    string Name,
    int RowCount,
    int PairCount,
    double Least,
    double LowerQuartile,
    double Median,
    double UpperQuartile,
    double Largest);
