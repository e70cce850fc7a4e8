namespace HcsGrid.Profiling.Structure;

/// <summary>
/// One batch of a <see cref="BatchEffectResult"/>.
/// </summary>
/// <param name="Name">The batch.</param>
/// <param name="RowCount">Its rows that were predicted.</param>
/// <param name="Recall">The share of them whose batch was told rightly; NaN where there are none.</param>
public sealed record BatchShare(string Name, int RowCount, double Recall);
