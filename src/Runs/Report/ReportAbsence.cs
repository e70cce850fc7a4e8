namespace HcsGrid.Runs.Report;

/// <summary>
/// A part of the page that shows nothing, and why.
/// </summary>
/// <param name="Part">One of <see cref="Parts"/>.</param>
/// <param name="Reason">A whole sentence for people: <c>No dose response: no compound has four doses.</c></param>
public sealed record ReportAbsence(string Part, string Reason)
{
    /// <summary>The part of feature spectra, which a run without codes has not.</summary>
    public const string Spectra = "spectra";

    /// <summary>The parts that may be absent, as the page's fragments name them.</summary>
    public static IReadOnlyList<string> Parts { get; } =
        ["plates", "quality", "replicates", "hits", "curves", "map", "tree", "nearest", Spectra, "images"];
}
