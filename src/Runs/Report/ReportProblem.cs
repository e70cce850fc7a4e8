namespace HcsGrid.Runs.Report;

/// <summary>
/// Something that failed or is missing.
/// </summary>
/// <param name="Place">Where, in words: <c>plate P1, well B03, site 2</c>.</param>
/// <param name="Text">What is wrong.</param>
public sealed record ReportProblem(string Place, string Text);
