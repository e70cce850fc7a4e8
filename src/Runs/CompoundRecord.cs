namespace HcsGrid.Runs;

/// <summary>
/// What a compound's consensus was made of while the screen still ran: the blob <c>compounds/&lt;name&gt;.json</c>.
/// </summary>
public sealed record CompoundRecord
{
    /// <summary>The only version of the form so far.</summary>
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    public required string Compound { get; init; }

    /// <summary>The plates whose wells are in, by barcode.</summary>
    public required IReadOnlyList<string> Plates { get; init; }

    /// <summary>Wells that are in.</summary>
    public required int WellCount { get; init; }

    /// <summary>True where the compound has more wells than are gathered while the screen runs: the screen's consensus
    /// alone has them all.</summary>
    public bool IsCut { get; init; }
}
