namespace HcsGrid.Runs.Report;

/// <summary>
/// A treatment of another compound that is near to one.
/// </summary>
/// <param name="Treatment">Its index among the report's treatments.</param>
/// <param name="Cosine">Cosine similarity of the profiles, −1 to 1.</param>
public readonly record struct ReportNeighbour(int Treatment, double Cosine);
