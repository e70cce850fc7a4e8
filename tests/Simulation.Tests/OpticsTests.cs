namespace HcsGrid.Simulation.Tests;

public class OpticsTests
{
    [Theory]
    [InlineData(0.8)]
    [InlineData(2.2)]
    public void The_blur_is_the_convolution_with_a_gaussian_that_continues_the_border(double sigma)
    {
        var canvas = new Canvas(37, 23);
        var random = new SeededRandom(3, Purpose.Texture);
        foreach (ref var pixel in canvas.Pixels.AsSpan())
            pixel = (float)random.NextDouble();
        var original = (float[])canvas.Pixels.Clone();
        new Blur(canvas, sigma).Apply();
        foreach (var (x, y) in new[] { (0, 0), (36, 22), (18, 11), (1, 21), (36, 0), (20, 22) })
            Assert.Equal(Slowly(original, x, y, sigma), canvas.Pixels[(y * 37) + x], 1e-5);
    }

    [Fact]
    public void Scattered_light_of_an_even_image_is_even()
    {
        var canvas = new Canvas(70, 41);
        canvas.Pixels.AsSpan().Fill(12);
        var row = new float[70];
        var glow = new ScatteredLight(canvas);
        for (var y = 0; y < 41; y++)
        {
            glow.FillRow(y, row);
            Assert.All(row, v => Assert.Equal(12, v, 1e-4));
        }
    }

    [Fact]
    public void The_cameras_noise_grows_with_the_light_and_its_mean_is_the_light()
    {
        foreach (var light in new[] { 0f, 100f, 1000f })
        {
            var (mean, variance) = MomentsOf(light, 1);
            Assert.Equal(100 + light, mean, 0.5);
            Assert.Equal(25 + (0.9 * light) + (1 / 12.0), variance, 0.03 * (25 + light));
        }
    }

    [Fact]
    public void Without_noise_the_camera_gives_the_light_and_saturates()
    {
        Assert.Equal((600, 0), MomentsOf(500, 0));
        Assert.Equal((4095, 0), MomentsOf(90_000, 1));
    }

    [Fact]
    public void A_texture_has_mean_0_and_deviation_1_and_no_seam()
    {
        var patch = new TexturePatch(1, 0, 2);
        double sum = 0, squares = 0, seam = 0, inside = 0;
        for (var y = 0; y < TexturePatch.Side; y++)
        {
            for (var x = 0; x < TexturePatch.Side; x++)
            {
                sum += patch[x, y];
                squares += patch[x, y] * patch[x, y];
            }

            seam += Math.Abs(patch[-1, y] - patch[0, y]);
            inside += Math.Abs(patch[99, y] - patch[100, y]);
        }

        var count = (double)TexturePatch.Side * TexturePatch.Side;
        Assert.Equal(0, sum / count, 0.01);
        Assert.Equal(1, squares / count, 0.02);
        Assert.InRange(seam / inside, 0.7, 1.4);
    }

    private static (double Mean, double Variance) MomentsOf(float light, double noiseLevel)
    {
        var canvas = new Canvas(256, 256);
        canvas.Pixels.AsSpan().Fill(light);
        var pixels = new ushort[256 * 256];
        Camera.Expose(canvas, 1, 0, default, noiseLevel, new SeededRandom(9, Purpose.CameraNoise), pixels);
        var mean = pixels.Average(p => (double)p);
        return (mean, pixels.Average(p => (p - mean) * (p - mean)));
    }

    private static double Slowly(float[] pixels, int x, int y, double sigma)
    {
        var radius = (int)Math.Ceiling(2.5 * sigma);
        double sum = 0, weights = 0;
        for (var dy = -radius; dy <= radius; dy++)
        {
            for (var dx = -radius; dx <= radius; dx++)
            {
                var weight = Math.Exp(-0.5 * ((dx * dx) + (dy * dy)) / (sigma * sigma));
                weights += weight;
                sum += weight * pixels[(Math.Clamp(y + dy, 0, 22) * 37) + Math.Clamp(x + dx, 0, 36)];
            }
        }

        return sum / weights;
    }
}
