using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs;

/// <summary>
/// The particles of a well's images as the numbers that its stored result holds: four a particle. Those of their
/// comparison with random placements are <see cref="WellSpatial"/>'s.
/// </summary>
internal static class WellParticles
{
    /// <summary>Numbers of one particle: column, row, diameter, confidence.</summary>
    public const int Width = 4;

    public static IEnumerable<double> NumbersOf(IEnumerable<FoundImage> images) => images
        .SelectMany(i => i.Particles)
        .SelectMany(p => new[] { p.XPixels, p.YPixels, p.DiameterPixels, p.Confidence });

    /// <summary>The images with their particles.</summary>
    /// <param name="headers">What the header says of each.</param>
    /// <param name="numbers">The particles' numbers, <see cref="Width"/> for each that the headers count.</param>
    /// <param name="comparisons">The numbers of the comparisons that the headers tell.</param>
    public static IReadOnlyList<FoundImage> ImagesOf(
        IReadOnlyList<WellImageHeader> headers, ReadOnlySpan<double> numbers, ReadOnlySpan<double> comparisons)
    {
        var images = new List<FoundImage>();
        var position = 0;
        foreach (var header in headers)
        {
            var particles = new Particle[header.ParticleCount];
            for (var i = 0; i < particles.Length; i++, position += Width)
            {
                particles[i] = new Particle(
                    numbers[position], numbers[position + 1], numbers[position + 2], numbers[position + 3]);
            }

            images.Add(new FoundImage
            {
                Path = header.Path,
                Width = header.Width,
                Height = header.Height,
                PixelSizeNm = header.PixelSizeNm,
                PixelSizeFrom = header.PixelSizeFrom,
                RegionPixelCount = header.RegionPixelCount,
                Particles = particles,
                Spatial = header.Spatial is { } spatial
                    ? WellSpatial.Of(spatial, header.RegionPixelCount, comparisons[..spatial.NumberCount])
                    : [],
            });
            comparisons = comparisons[(header.Spatial?.NumberCount ?? 0)..];
        }

        return images;
    }
}
