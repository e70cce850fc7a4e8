namespace HcsGrid.Runs.Report;

/// <summary>
/// A treatment in the list of those whose spectra are most like one.
/// </summary>
/// <param name="Treatment">Its index among the report's treatments.</param>
/// <param name="Correlation">Pearson's correlation of the two spectra, −1 to 1.</param>
/// <param name="Rank">From 1; equally similar ones share it.</param>
public readonly record struct ReportSimilar(int Treatment, double Correlation, int Rank);
