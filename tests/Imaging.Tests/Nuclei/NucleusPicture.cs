namespace HcsGrid.Imaging.Tests.Nuclei;

/// <summary>
/// A made-up picture of a nuclear stain: flat discs with soft borders on a background with noise.
/// </summary>
internal sealed class NucleusPicture(int width, int height)
{
    private readonly double[] _light = new double[width * height];

    /// <summary>Adds a disc; where discs overlap, the brighter one shows.</summary>
    public NucleusPicture Disc(double x, double y, double radius, double brightness)
    {
        for (var i = 0; i < _light.Length; i++)
        {
            var away = Math.Sqrt(Math.Pow((i % width) - x, 2) + Math.Pow((i / width) - y, 2));
            _light[i] = Math.Max(_light[i], brightness * Math.Clamp(((radius - away) / 2) + 0.5, 0, 1));
        }

        return this;
    }

    /// <summary>Multiplies the light, from dark at the left to full at the right.</summary>
    public NucleusPicture Shade(double least)
    {
        for (var i = 0; i < _light.Length; i++)
            _light[i] *= least + ((1 - least) * (i % width) / width);
        return this;
    }

    /// <summary>Takes a dark spot out of what is there.</summary>
    public NucleusPicture Hole(double x, double y, double radius)
    {
        for (var i = 0; i < _light.Length; i++)
        {
            if (Math.Pow((i % width) - x, 2) + Math.Pow((i / width) - y, 2) < radius * radius)
                _light[i] = 0;
        }

        return this;
    }

    /// <summary>The picture with 16 bits.</summary>
    public Plane ToPlane(PixelPool pool, double background, double noise, int seed = 1) =>
        TestImages.PlaneOf(
            pool, width, height,
            [.. Values(background, noise, seed).Select(v => (ushort)Math.Clamp(Math.Round(v), 0, ushort.MaxValue))]);

    /// <summary>The picture with 8 bits.</summary>
    public Plane ToPlane8(PixelPool pool, double background, double noise, int seed = 1) =>
        TestImages.PlaneOf(
            pool, width, height,
            [.. Values(background, noise, seed).Select(v => (byte)Math.Clamp(Math.Round(v), 0, byte.MaxValue))]);

    private IEnumerable<double> Values(double background, double noise, int seed)
    {
        var random = new Random(seed);
        return _light.Select(light => background + light + (noise * Normal(random)));
    }

    /// <summary>The sum of twelve even numbers is near enough to normal.</summary>
    private static double Normal(Random random)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += random.NextDouble();
        return sum;
    }
}
