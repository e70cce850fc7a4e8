namespace HcsGrid.Runs.Report;

/// <summary>
/// One line of provenance: a name and what holds for it.
/// </summary>
public sealed record ReportFact(string Name, string Text);
