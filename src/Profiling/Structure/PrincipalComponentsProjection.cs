namespace HcsGrid.Profiling.Structure;

/// <summary>
/// A table's rows on its first principal components.
/// </summary>
/// <param name="Coordinates">One array a component, one value a row.</param>
/// <param name="ExplainedShares">One value a component: its share of the total variance, 0 to 1.</param>
/// <param name="Loadings">One array a component, one value a used feature; each of length 1.</param>
/// <param name="UsedFeatures">The features that every row has a finite value of.</param>
public sealed record PrincipalComponentsProjection(
    IReadOnlyList<double[]> Coordinates,
    IReadOnlyList<double> ExplainedShares,
    IReadOnlyList<double[]> Loadings,
    IReadOnlyList<string> UsedFeatures);
