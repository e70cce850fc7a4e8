using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Profiling.Tests.Particles;

public sealed class ParticleFeaturesTests
{
    private static readonly ParticleFeatures _features = new(SizeGroups.Around([6, 12]));

    [Fact]
    public void The_names_are_counts_densities_diameters_and_distances() =>
        Assert.Equal(
            [
                "Image_Count_Particles", "Image_Count_Particles_6nm", "Image_Count_Particles_12nm",
                "Image_Count_Particles_Other", "Image_Region_AreaUm2", "Image_Density_Particles",
                "Image_Density_Particles_6nm", "Image_Density_Particles_12nm", "Particles_Diameter_MeanNm",
                "Particles_Diameter_MedianNm", "Particles_Diameter_StdNm", "Particles_NearestNeighbour_MeanNm",
                "Particles_NearestNeighbour_MedianNm", "Particles_NearestNeighbour_MedianNm_6nm",
                "Particles_NearestNeighbour_MedianNm_12nm",
            ],
            _features.Names);

    [Fact]
    public void Two_images_are_counted_together_in_nanometres()
    {
        // Diameters 6, 6 and 12 nm, then 6 and 60 nm; distances within each image alone.
        var first = Image(0.5, 2_000_000, new(0, 0, 12, 1), new(30, 40, 12, 1), new(30, 60, 24, 1));
        var second = Image(1, 500_000, new(10, 10, 6, 1), new(10, 110, 60, 1));
        Assert.Equal(
            [5, 3, 1, 1, 1, 5, 3, 1, 18, 6, Math.Sqrt(((3 * 144) + 36 + (42 * 42)) / 5.0), 49, 25, 25, double.NaN],
            _features.Measure([first, second]).Select(v => Math.Round(v, 9)),
            (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void An_image_without_particles_has_counts_and_densities_of_0_and_nothing_else()
    {
        var values = _features.Measure([Image(1, 1_000_000)]);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0], values.Take(8));
        Assert.All(values.Skip(8), v => Assert.Equal(double.NaN, v));
    }

    [Fact]
    public void Rows_hold_the_numbers_of_the_full_table()
    {
        var image = Image(0.559, 1, new(10.12345, 20, 12, 0.987654), new(0.5, 1, 100, 0.5)) with
        {
            Groups = SizeGroups.Around([6, 12]),
        };
        var lines = ParticleTables.Full(image.Particles, image.Groups, image.PixelSizeNm).TrimEnd().Split('\n');
        Assert.Equal(lines[0], string.Join(',', ParticleRows.Columns));
        Assert.Equal(
            lines.Skip(1),
            image.Particles.Select(p => string.Join(',', ParticleRows.NumbersOf(image, p).Select(
                v => double.IsNaN(v) ? "" : v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))));
    }

    [Fact]
    public void An_image_without_a_pixel_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => _features.Measure([Image(1, 1) with { PixelSizeNm = null }]));

    private static FoundImage Image(double pixelNm, long regionPixels, params Particle[] particles) => new()
    {
        Path = "a.png",
        Width = 2000,
        Height = 1000,
        PixelSizeNm = pixelNm,
        PixelSizeFrom = "option",
        RegionPixelCount = regionPixels,
        Particles = particles,
    };
}
