namespace HcsGrid.Runs.Report;

/// <summary>
/// One well of the report: what it holds, whether it was done, and its values.
/// </summary>
public sealed record ReportWell
{
    /// <summary>A done well's <see cref="Status"/>.</summary>
    public const string Done = "done";

    /// <summary>A failed well's <see cref="Status"/>.</summary>
    public const string Failed = "failed";

    /// <summary>The well's address, such as <c>B03</c>, unique on the plate.</summary>
    public required string Well { get; init; }

    /// <summary><c>trt</c>, <c>negcon</c>, <c>poscon</c> or <c>empty</c>, as the field's tables write it.</summary>
    public required string Role { get; init; }

    public string? Compound { get; init; }

    public double? Dose { get; init; }

    public string? DoseUnit { get; init; }

    public string? Moa { get; init; }

    /// <summary><see cref="Done"/> or <see cref="Failed"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Why the well failed, or what to know about a done one.</summary>
    public string? Problem { get; init; }

    /// <summary>One value for each of the plate's metrics; null where the well has none.</summary>
    public required IReadOnlyList<double?> Values { get; init; }

    /// <summary>A picture of about 96 pixels: a <c>data:image/png</c> or <c>jpeg</c> address in base64.</summary>
    public string? Thumbnail { get; init; }
}
