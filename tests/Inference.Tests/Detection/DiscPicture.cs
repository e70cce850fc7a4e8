using System.Runtime.InteropServices;
using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Detection;

/// <summary>
/// A made-up micrograph: dark discs at known places on a bright, slightly noisy ground.
/// </summary>
internal sealed class DiscPicture
{
    private const int Margin = 16;

    private readonly double[] _gray;

    public DiscPicture(int width, int height, int seed, params Particle[] discs)
    {
        (Width, Height) = (width, height);
        var random = new Random(seed);
        _gray = new double[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                _gray[(y * width) + x] = 0.8 + (0.02 * (random.NextDouble() - 0.5)) - (0.7 * CoverOf(x, y, discs));
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Whole discs apart from each other, of both sizes of <see cref="DiscModel"/>.</summary>
    public static Particle[] Scatter(int width, int height, int count, int seed)
    {
        var random = new Random(seed);
        var discs = new List<Particle>();
        while (discs.Count < count)
        {
            var diameter = DiscModel.DiametersNm[random.Next(2)] / DiscModel.PixelNm;
            var disc = new Particle(
                Margin + (random.NextDouble() * (width - 1 - (2 * Margin))),
                Margin + (random.NextDouble() * (height - 1 - (2 * Margin))), diameter, 1);
            if (discs.TrueForAll(d => Distance(d, disc) > (0.55 * (d.DiameterPixels + diameter)) + 8))
                discs.Add(disc);
        }

        return [.. discs];
    }

    public static double Distance(Particle a, Particle b) =>
        Math.Sqrt(Math.Pow(a.XPixels - b.XPixels, 2) + Math.Pow(a.YPixels - b.YPixels, 2));

    public Plane ToPlane8(PixelPool pool) => ToPlane8(pool, 0, 0, Width, Height);

    /// <summary>A piece of the picture.</summary>
    public Plane ToPlane8(PixelPool pool, int left, int top, int width, int height)
    {
        var buffer = pool.Rent(width * height);
        for (var i = 0; i < width * height; i++)
            buffer.Bytes[i] = (byte)Math.Round(255 * At(left + (i % width), top + (i / width)));
        return new Plane(width, height, SampleType.UInt8, buffer);
    }

    /// <summary>The whole picture in 16 bits, of which the camera uses fewer.</summary>
    public Plane ToPlane16(PixelPool pool, int bits)
    {
        var buffer = pool.Rent(Width * Height * 2);
        var samples = MemoryMarshal.Cast<byte, ushort>(buffer.Bytes);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (ushort)Math.Round(((1 << bits) - 1) * At(i % Width, i / Width));
        return new Plane(Width, Height, SampleType.UInt16, buffer);
    }

    private double At(int x, int y) => Math.Clamp(_gray[(y * Width) + x], 0, 1);

    private static double CoverOf(int x, int y, Particle[] discs)
    {
        var cover = 0.0;
        foreach (var disc in discs)
        {
            var distance = Math.Sqrt(Math.Pow(x - disc.XPixels, 2) + Math.Pow(y - disc.YPixels, 2));
            cover = Math.Max(cover, Math.Clamp((disc.DiameterPixels / 2) + 0.5 - distance, 0, 1));
        }

        return cover;
    }
}
