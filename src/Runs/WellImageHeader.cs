using System.Text.Json.Serialization;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs;

/// <summary>
/// What the header of a stored well result, from version 2 on, says of the image of a site.
/// </summary>
internal sealed record WellImageHeader(
    string Path,
    int Width,
    int Height,
    double? PixelSizeNm,
    string? PixelSizeFrom,
    long RegionPixelCount,
    int ParticleCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    WellSpatialHeader? Spatial = null)
{
    /// <summary>True where every value is within its bounds.</summary>
    [JsonIgnore]
    public bool IsValid =>
        Path is not null && Width > 0 && Height > 0 && PixelSizeNm is null or > 0 and < double.PositiveInfinity &&
        RegionPixelCount >= 0 && RegionPixelCount <= (long)Width * Height && ParticleCount >= 0 &&
        Spatial?.IsValidFor(ParticleCount) != false;

    public static WellImageHeader Of(FoundImage image) => new(
        image.Path, image.Width, image.Height, image.PixelSizeNm, image.PixelSizeFrom, image.RegionPixelCount,
        image.Particles.Count, WellSpatialHeader.Of(image.Spatial));
}
