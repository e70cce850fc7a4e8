using HcsGrid.Inference.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// Compares where the particles of an image lie with random placements in the same region: all together, then each size
/// group alone; for <c>hcsgrid detect gold</c> and a run alike.
/// </summary>
public static class SpatialComparison
{
    /// <summary>The region as the statistics take it.</summary>
    public static PointRegion RegionOf(SearchRegion region)
    {
        if (region.IsWhole)
            return PointRegion.Whole(region.Width, region.Height);
        var pixels = new bool[region.Width * region.Height];
        for (var y = 0; y < region.Height; y++)
        {
            for (var x = 0; x < region.Width; x++)
                pixels[(y * region.Width) + x] = region.Contains(x, y);
        }

        return PointRegion.Of(pixels, region.Width, region.Height);
    }

    /// <summary>
    /// What can be said: nothing of fewer than two particles, and of a lone group only what all particles say.
    /// </summary>
    /// <param name="image">The image with its groups and its region.</param>
    /// <param name="choice">How to compare.</param>
    /// <param name="modelPixelNm">Nanometres of a pixel where the image's own are not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Nothing where nothing is to be compared, or where there are more particles than
    /// <see cref="SpatialOptions.MaxPoints"/>.</returns>
    public static IReadOnlyList<GroupSpatial> Of(
        FoundImage image, SpatialChoice choice, double modelPixelNm, CancellationToken cancellationToken)
    {
        if (choice.PlacementCount == 0 || image.Particles.Count is < 2 or > SpatialOptions.MaxPoints)
            return [];
        var region = image.Region ?? throw new InvalidOperationException("The image has no region to place in.");
        var options = choice.At(image.PixelSizeNm ?? modelPixelNm);
        var kinds = image.Groups.Groups.Count > 1
            ? [null, .. Enumerable.Range(0, image.Groups.Groups.Count).Select(g => (int?)g)]
            : new int?[] { null };
        var results = new List<GroupSpatial>();
        var ripley = new RipleyK(region, options.Radii);
        foreach (var group in kinds)
        {
            var points = image.Particles.Where(p => group is null || image.GroupOf(p) == group)
                .Select(p => PositionOf(p, image)).ToArray();
            if (SpatialStatistics.Measure(points, region, options, ripley, cancellationToken) is { } result)
                results.Add(new GroupSpatial(group, options, result));
        }

        return results;
    }

    /// <summary>Says that an image has too many particles to be compared; null where it has not.</summary>
    public static string? TooMany(FoundImage image) => image.Particles.Count > SpatialOptions.MaxPoints
        ? $"{image.Path} has {image.Particles.Count} particles: more than {SpatialOptions.MaxPoints} are not " +
            "compared with random placements"
        : null;

    /// <summary>A centre as the statistics take it: one that was refined to beyond the border lies on it.</summary>
    private static PointPosition PositionOf(Particle particle, FoundImage image) => new(
        Math.Clamp(particle.XPixels, -0.5, Math.BitDecrement(image.Width - 0.5)),
        Math.Clamp(particle.YPixels, -0.5, Math.BitDecrement(image.Height - 0.5)));
}
