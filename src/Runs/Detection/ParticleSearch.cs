using HcsGrid.Imaging;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// Finds what <c>hcsgrid detect gold</c> and a run tell of one micrograph: the particles in its region.
/// </summary>
/// <remarks>The whole image is searched, so that what lies outside the region is seen where it matters. Safe for many
/// images at once.</remarks>
public sealed class ParticleSearch(ParticleDetector detector)
{
    /// <summary>The least confidence of a particle.</summary>
    public double Threshold => detector.Threshold;

    /// <summary>Finds the particles of an image.</summary>
    /// <param name="path">What the image is called by.</param>
    /// <param name="plane">The image; it stays the caller's.</param>
    /// <param name="pixelSize">Nanometres of a pixel, and where they are from (<see cref="FoundImage.PixelSizeFrom"/>);
    /// both null where unknown.</param>
    /// <param name="region">Where particles count; of the image's size.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ScreenDataException">At the model's pixel size the image would be too large, or the model
    /// failed.</exception>
    public async Task<FoundImage> FindAsync(
        string path, Plane plane, (double? Nm, string? From) pixelSize, SearchRegion region,
        CancellationToken cancellationToken)
    {
        var particles = await detector.DetectAsync(plane, pixelSize.Nm, cancellationToken).ConfigureAwait(false);
        return new FoundImage
        {
            Path = path,
            Width = plane.Width,
            Height = plane.Height,
            PixelSizeNm = pixelSize.Nm,
            PixelSizeFrom = pixelSize.From,
            RegionPixelCount = region.PixelCount,
            Particles = [.. particles.Where(region.Contains)],
        };
    }
}
