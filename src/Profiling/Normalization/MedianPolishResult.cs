namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// What a median polish makes of a grid: value = overall + row effect + column effect + residual.
/// </summary>
/// <param name="Overall">The common value; NaN for a grid without any value.</param>
/// <param name="RowEffects">One a row; NaN for a row without values.</param>
/// <param name="ColumnEffects">One a column; NaN for a column without values.</param>
/// <param name="Residuals">Row after row; NaN where the value is missing.</param>
/// <param name="RoundCount">Rounds that were done.</param>
/// <param name="HasConverged">Whether the rule stopped it, and not the bound on rounds.</param>
public sealed record MedianPolishResult(
    double Overall,
    IReadOnlyList<double> RowEffects,
    IReadOnlyList<double> ColumnEffects,
    IReadOnlyList<double> Residuals,
    int RoundCount,
    bool HasConverged);
