namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Where each row of a table lies on a plane.
/// </summary>
/// <param name="X">The first coordinate, one a row; NaN for a row set aside.</param>
/// <param name="Y">The second coordinate.</param>
/// <param name="SetAsideRows">The rows that could not be compared: see <see cref="ComparableRows"/>.</param>
/// <param name="UsedFeatures">The features compared over.</param>
public sealed record ProfileMap(
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<int> SetAsideRows,
    IReadOnlyList<string> UsedFeatures);
