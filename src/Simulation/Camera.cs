namespace HcsGrid.Simulation;

/// <summary>
/// Turns light into the numbers of a 12-bit camera.
/// </summary>
/// <remarks>
/// A pixel is offset + s + n·√(read² + gain·s), rounded and held to 0 … 4095, where s is the light times its
/// illumination plus the background, and n a standard normal number (shot noise by its Gaussian limit, and read noise).
/// </remarks>
internal static class Camera
{
    /// <summary>The number that the camera gives for no light.</summary>
    public const int Offset = 100;

    /// <summary>The highest number that the camera gives.</summary>
    public const int Saturation = 4095;

    private const float ReadNoise = 5;
    private const float CountsPerElectron = 0.9f;
    private const float ScatteredShare = 0.16f;

    public static void Expose(
        Canvas canvas, double intensityFactor, double background, IlluminationField illumination, double noiseLevel,
        SeededRandom random, Span<ushort> pixels)
    {
        var glow = new ScatteredLight(canvas);
        var glowRow = new float[canvas.Width];
        var (factor, floor) = ((float)intensityFactor, (float)background);
        var lightRow = new float[canvas.Width];
        for (var y = 0; y < canvas.Height; y++)
        {
            glow.FillRow(y, glowRow);
            FillIllumination(illumination, y, canvas.Width, canvas.Height, lightRow);
            var row = canvas.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var light = ((1 - ScatteredShare) * row[x]) + (ScatteredShare * glowRow[x]);
                lightRow[x] = (light * factor * lightRow[x]) + floor;
            }

            Digitize(lightRow, (float)noiseLevel, ref random, pixels.Slice(y * canvas.Width, canvas.Width));
        }
    }

    private static void FillIllumination(IlluminationField field, int y, int width, int height, Span<float> row)
    {
        var v = ((2 * y) + 1 - height) / (double)height;
        for (var x = 0; x < width; x++)
            row[x] = (float)field.FactorAt(((2 * x) + 1 - width) / (double)width, v);
    }

    private static void Digitize(
        ReadOnlySpan<float> light, float noiseLevel, ref SeededRandom random, Span<ushort> pixels)
    {
        var normal = NormalTable.Values;
        var bits = 0UL;
        for (var x = 0; x < pixels.Length; x++)
        {
            // Four table entries from every 64 bits.
            bits = (x & 3) == 0 ? random.NextBits() : bits >> 16;
            var s = light[x];
            var deviation = noiseLevel * MathF.Sqrt((ReadNoise * ReadNoise) + (CountsPerElectron * s));
            var value = Offset + s + (deviation * normal[(int)(bits & 0xFFFF)]);
            pixels[x] = (ushort)Math.Clamp((int)(value + 0.5f), 0, Saturation);
        }
    }
}
