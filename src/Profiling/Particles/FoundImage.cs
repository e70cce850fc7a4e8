using HcsGrid.Plates;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// The particles of one image.
/// </summary>
public sealed record FoundImage
{
    /// <summary>The image's path as it was asked for, or its key in the store of a run.</summary>
    public required string Path { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Pages of the image's file, of which the first was searched.</summary>
    public int PageCount { get; init; } = 1;

    /// <summary>Nanometres of a pixel; null where unknown.</summary>
    public required double? PixelSizeNm { get; init; }

    /// <summary>Where the pixel size is from: <c>option</c>, <c>file</c>, <c>table</c> (of a run), or null where it is
    /// unknown.</summary>
    public required string? PixelSizeFrom { get; init; }

    /// <summary>Pixels of the region in which particles count.</summary>
    public required long RegionPixelCount { get; init; }

    /// <summary>The region itself; null where nothing is compared with placements in it, and in what a run
    /// stores.</summary>
    public PointRegion? Region { get; init; }

    /// <summary>The particles in the region, row by row.</summary>
    public required IReadOnlyList<Particle> Particles { get; init; }

    /// <summary>The groups by size: of nanometres where the pixel size is known, of pixels otherwise.</summary>
    public SizeGroups Groups { get; init; } = SizeGroups.None;

    /// <summary>How the particles lie beside random placements, all together and then by group; empty where that
    /// cannot be said or was not asked.</summary>
    public IReadOnlyList<GroupSpatial> Spatial { get; init; } = [];

    /// <summary>The unit of the groups.</summary>
    public string Unit => PixelSizeNm is null ? "px" : "nm";

    /// <summary>Square micrometres of the region; null where the pixel size is unknown.</summary>
    public double? RegionArea => RegionPixelCount * PixelSizeNm * PixelSizeNm / 1e6;

    /// <summary>The diameter in the groups' unit.</summary>
    public double SizeOf(Particle particle) => particle.DiameterPixels * (PixelSizeNm ?? 1);

    /// <summary>The index of a particle's group, or null.</summary>
    public int? GroupOf(Particle particle) => Groups.IndexOf(SizeOf(particle));
}
