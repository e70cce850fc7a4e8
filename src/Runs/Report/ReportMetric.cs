namespace HcsGrid.Runs.Report;

/// <summary>
/// A number that every well has, such as a cell count or the score on the control axis.
/// </summary>
/// <param name="Name">Its name in the selector, unique on the plate.</param>
/// <param name="Description">One sentence that says what it is and what high and low mean.</param>
/// <param name="Unit">Its unit; null where it has none.</param>
/// <param name="Diverging">True where zero is the middle: it is then coloured blue to orange around zero.</param>
public sealed record ReportMetric(string Name, string Description, string? Unit = null, bool Diverging = false);
