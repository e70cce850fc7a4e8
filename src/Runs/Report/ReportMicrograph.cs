namespace HcsGrid.Runs.Report;

/// <summary>
/// What was found in one image.
/// </summary>
public sealed record ReportMicrograph
{
    public required string Plate { get; init; }

    public required string Well { get; init; }

    /// <summary>Site number, from 1.</summary>
    public required int Site { get; init; }

    /// <summary>The image's key in the image store.</summary>
    public required string Image { get; init; }

    /// <summary>Nanometres of a pixel.</summary>
    public required double PixelSizeNm { get; init; }

    /// <summary>Square micrometres in which particles count.</summary>
    public required double RegionUm2 { get; init; }

    /// <summary>Particles of each of the report's groups.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Particles a square micrometre; null where the region is empty.</summary>
    public double? DensityPerUm2 { get; init; }

    /// <summary>Median diameter; null without particles.</summary>
    public double? MedianNm { get; init; }

    /// <summary>Median distance to the nearest other particle; null with fewer than two.</summary>
    public double? NearestNm { get; init; }

    /// <summary>All particles and then the groups beside random placements; null where they were not compared, or are
    /// not listed.</summary>
    public IReadOnlyList<ReportSpatial>? Spatial { get; init; }
}
