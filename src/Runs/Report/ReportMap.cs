namespace HcsGrid.Runs.Report;

/// <summary>
/// One way in which well profiles were laid out in two dimensions.
/// </summary>
/// <param name="Name">Its name in the selector, such as <c>UMAP</c>.</param>
/// <param name="Method">How it was made, in words, without a full stop.</param>
/// <param name="Explained">Share of variance, 0 to 1, that each axis explains; empty where none is known.</param>
public sealed record ReportMap(string Name, string Method, IReadOnlyList<double> Explained);
