using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// The numbers of the particles of one image, or of several together: counts and densities by size group, diameters,
/// distances.
/// </summary>
/// <remarks>
/// <para>Lengths are nanometres, areas square micrometres. Counts and areas of several images are added; a density is
/// all particles over the whole area; diameters and distances are those of all particles, whichever image each is in.
/// The nearest other particle is looked for in the particle's own image, among all particles and among those of its
/// group.</para>
/// <para>A number that does not exist (the mean diameter of no particle, the distance of one that is alone) is NaN.
/// Sums run in the order of images and particles.</para>
/// </remarks>
public sealed class ParticleFeatures
{
    /// <summary>The name of the count of all particles.</summary>
    public const string Count = "Image_Count_Particles";

    /// <summary>The name of the density of all particles, a square micrometre.</summary>
    public const string Density = "Image_Density_Particles";

    /// <summary>The name of the median diameter.</summary>
    public const string MedianDiameter = "Particles_Diameter_MedianNm";

    /// <summary>The name of the median distance to the nearest other particle.</summary>
    public const string MedianNearest = "Particles_NearestNeighbour_MedianNm";

    private readonly SizeGroups _groups;

    public ParticleFeatures(SizeGroups groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _groups = groups;
        string[] names = [.. groups.Groups.Select(NameOf)];
        Names =
        [
            Count, .. names.Select(name => $"{Count}_{name}"), $"{Count}_Other",
            "Image_Region_AreaUm2",
            Density, .. names.Select(name => $"{Density}_{name}"),
            "Particles_Diameter_MeanNm", MedianDiameter, "Particles_Diameter_StdNm",
            "Particles_NearestNeighbour_MeanNm", MedianNearest,
            .. names.Select(name => $"Particles_NearestNeighbour_MedianNm_{name}"),
        ];
    }

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How a group is written in a name: <c>6nm</c>.</summary>
    public static string NameOf(SizeGroup group) =>
        group.Nominal.ToString("0.###", CultureInfo.InvariantCulture) + "nm";

    /// <summary>Measures images together.</summary>
    /// <param name="images">The images, all with a pixel size.</param>
    /// <returns>One number for each name.</returns>
    public double[] Measure(IReadOnlyList<FoundImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var counts = new int[_groups.Groups.Count + 1];
        var diameters = new List<double>();
        var nearest = new List<double>();
        var nearestOfGroup = Array.ConvertAll(counts, _ => new List<double>());
        var area = 0.0;
        foreach (var image in images)
        {
            var pixelNm = image.PixelSizeNm ?? throw new ArgumentException(
                $"The image {image.Path} has no pixel size.", nameof(images));
            area += image.RegionArea!.Value;
            nearest.AddRange(Distances(image.Particles, pixelNm));
            diameters.AddRange(image.Particles.Select(p => p.DiameterPixels * pixelNm));
            for (var group = 0; group < counts.Length; group++)
            {
                var index = group < _groups.Groups.Count ? group : (int?)null;
                Particle[] members =
                    [.. image.Particles.Where(p => _groups.IndexOf(p.DiameterPixels * pixelNm) == index)];
                counts[group] += members.Length;
                nearestOfGroup[group].AddRange(Distances(members, pixelNm));
            }
        }

        double[] sizes = [.. diameters];
        var mean = OrderStatistics.Mean(sizes);
        // Before the median puts them into another order.
        var deviation = sizes.Length == 0 ? double.NaN : Math.Sqrt(OrderStatistics.Variance(sizes, mean, 0));
        return
        [
            sizes.Length, .. counts,
            area,
            sizes.Length / area, .. counts[..^1].Select(count => count / area),
            mean, OrderStatistics.Median(sizes), deviation,
            OrderStatistics.Mean([.. nearest]), OrderStatistics.Median([.. nearest]),
            .. nearestOfGroup[..^1].Select(distances => OrderStatistics.Median([.. distances])),
        ];
    }

    /// <summary>The distance, in nanometres, from each particle to the nearest other one, those that are alone left
    /// out.</summary>
    private static IEnumerable<double> Distances(IReadOnlyList<Particle> particles, double pixelNm) =>
        NearestDistances.Within([.. particles.Select(p => new PointPosition(p.XPixels, p.YPixels))])
            .Where(double.IsFinite).Select(distance => distance * pixelNm);
}
