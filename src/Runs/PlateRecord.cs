namespace HcsGrid.Runs;

/// <summary>
/// What a run fixes about a plate before its first well: the file <c>plate.json</c> of the run folder.
/// </summary>
/// <remarks>
/// Written once, if absent, and read back by everyone after that: so every worker and every resumed run scales the
/// same way.
/// </remarks>
public sealed record PlateRecord
{
    /// <summary>The only version of the form so far.</summary>
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    public required string Plate { get; init; }

    /// <summary>The job that the plate belongs to: see <see cref="Jobs.JobFile.HashOf"/>.</summary>
    public required string JobHash { get; init; }

    /// <summary>Wells of the physical plate.</summary>
    public required int WellCount { get; init; }

    /// <summary>Side of the model's tiles, in pixels.</summary>
    public required int TileSizePixels { get; init; }

    /// <summary>The channels with their dark and bright ends.</summary>
    public required IReadOnlyList<PlateChannel> Channels { get; init; }

    /// <summary>The features of every profile of the plate.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The codes whose shares stand after the features in every well's result; null for a model without
    /// codes.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>Numbers of a well's or site's profile: features and codes.</summary>
    public int ProfileLength() => Features.Count + (Codes?.Count ?? 0);

    /// <summary>The wells that have images, with what they hold.</summary>
    public required IReadOnlyList<PlateWell> Wells { get; init; }

    /// <summary>Nanometres of a pixel by the image's key, where the job names a table of them; else null.</summary>
    public IReadOnlyDictionary<string, double>? PixelSizesNm { get; init; }
}
