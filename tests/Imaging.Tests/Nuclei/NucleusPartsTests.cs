using HcsGrid.Imaging.Nuclei;

namespace HcsGrid.Imaging.Tests.Nuclei;

/// <summary>
/// The parts of the nucleus finder against plain definitions.
/// </summary>
public class NucleusPartsTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Fact]
    public void Distances_are_those_of_the_definition()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var (width, height) = (1 + random.Next(24), 1 + random.Next(24));
            var density = random.NextDouble();
            ushort[] mask =
            [
                .. Enumerable.Range(0, width * height).Select(_ => (ushort)(random.NextDouble() < density ? 1 : 0)),
            ];
            var outside = Enumerable.Range(0, mask.Length).Where(i => mask[i] == 0).ToArray();
            ushort[] levels = [.. mask];
            DistanceLevels.Measure(levels, width, height, new ushort[mask.Length]);
            for (var i = 0; i < mask.Length && outside.Length > 0; i++)
            {
                var (x, y) = (i % width, i / width);
                var nearest = outside.Min(o => Math.Pow((o % width) - x, 2) + Math.Pow((o / width) - y, 2));
                Assert.Equal((int)Math.Floor(Math.Sqrt(nearest) * DistanceLevels.StepsOfPixel), levels[i]);
            }
        }
    }

    [Fact]
    public void Smoothing_is_four_boxes_with_the_border_going_on()
    {
        const int width = 13, height = 9, radius = 2;
        var samples = TestImages.Noise(width * height, 5);
        using var plane = TestImages.PlaneOf(_pool, width, height, samples);
        var smoothed = new ushort[samples.Length];
        PlaneSmoothing.Smooth(plane, radius, smoothed, new ushort[samples.Length]);
        var expected = samples;
        for (var pass = 0; pass < 4; pass++)
        {
            var (before, isRow) = (expected, pass < 2);
            expected = [.. Enumerable.Range(0, before.Length).Select(i => (ushort)((Enumerable.Range(-radius, 5).Sum(
                d => before[isRow
                    ? (i / width * width) + Math.Clamp((i % width) + d, 0, width - 1)
                    : (Math.Clamp((i / width) + d, 0, height - 1) * width) + (i % width)]) + radius) / 5))];
        }

        Assert.Equal(expected, smoothed);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(10, 50_000)]
    [InlineData(0.001, 7)]
    public void The_mean_of_logarithms_is_that_of_its_formula(double a, double b)
    {
        var expected = a == b ? a : (b - a) / (Math.Log(b) - Math.Log(a));
        Assert.Equal(1, NucleusThreshold.LogarithmicMean(a, b) / expected, 1e-12);
    }

    [Fact]
    public void The_threshold_lies_between_background_and_nuclei_and_above_noise()
    {
        ushort[] pixels =
        [
            .. Enumerable.Range(0, 9000).Select(i => (ushort)(1000 + (i % 21))),
            .. Enumerable.Range(0, 1000).Select(i => (ushort)(3000 + (i % 500))),
        ];
        Assert.InRange(NucleusThreshold.Of(pixels), 1030, 2000);

        // Of noise alone the threshold goes to its upper end: four standard deviations and more from its middle.
        var noise = pixels[..9000];
        Assert.True(NucleusThreshold.Of(noise) >= 1020, $"{NucleusThreshold.Of(noise)}");
    }

    [Fact]
    public void Holes_are_filled_up_to_their_size_and_never_at_the_border()
    {
        string[] before = ["#######", "#.#..##", "###..#.", "#######"];
        ushort[] mask = [.. before.SelectMany(line => line.Select(c => (ushort)(c == '#' ? 1 : 0)))];
        SmallHoles.Fill(mask, 7, 4, 3, new int[28], new int[28]);
        Assert.Equal("####### ###..## ###..#. #######", string.Join(' ', mask.Chunk(7).Select(
            line => string.Concat(line.Select(v => v == 1 ? '#' : '.')))));
    }
}
