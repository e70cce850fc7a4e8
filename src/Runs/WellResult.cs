using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs;

/// <summary>
/// One well's result: its profile, and the rows of its sites that it was made from.
/// </summary>
public sealed record WellResult
{
    public required PlateId Plate { get; init; }

    public required WellAddress Well { get; init; }

    /// <summary>The job that the result belongs to: see <see cref="Jobs.JobFile.HashOf"/>.</summary>
    public required string JobHash { get; init; }

    /// <summary>The sites, by number.</summary>
    public required IReadOnlyList<int> SiteNumbers { get; init; }

    /// <summary>Tiles that the model embedded.</summary>
    public required long TileCount { get; init; }

    /// <summary>The well's profile: the plate's features and then its codes, in their order.</summary>
    public required double[] Profile { get; init; }

    /// <summary>The sites' profiles, shape (sites, features and codes).</summary>
    public required double[] SiteProfiles { get; init; }

    /// <summary>A small JPEG of the first site; empty where the job wants none.</summary>
    public byte[] Thumbnail { get; init; } = [];

    /// <summary>What was found in the image of each site, where the job detects particles; else empty. Without size
    /// groups, which are the job's.</summary>
    public IReadOnlyList<FoundImage> Images { get; init; } = [];

    /// <summary>What was not as it should be, though the well is done.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
