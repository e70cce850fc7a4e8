namespace HcsGrid.Runs.Report;

/// <summary>
/// Particles of about one diameter, as the report shows them.
/// </summary>
/// <param name="Name">What they are called: <c>6 nm</c>, or <c>other</c> for those of no group.</param>
/// <param name="Colour">Their colour in pictures and bars, as <c>#rrggbb</c>.</param>
public sealed record ReportSizeGroup(string Name, string Colour);
