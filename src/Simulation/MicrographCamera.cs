namespace HcsGrid.Simulation;

/// <summary>
/// Turns a painted micrograph into 8-bit pixels: fine noise and grain of some grey levels, stronger where it is bright.
/// </summary>
internal static class MicrographCamera
{
    /// <summary>The pixels, 0 to 255, row by row.</summary>
    public static byte[] Expose(Canvas canvas, SimulatedMicrographOptions options, int index)
    {
        var random = new SeededRandom(options.Seed, Purpose.MicrographNoise, index);
        var fine = SmoothNoise.Make(canvas.Width, canvas.Height, random.NextDouble(0.4, 1), ref random);
        var grain = SmoothNoise.Make(canvas.Width, canvas.Height, random.NextDouble(1.2, 2.5), ref random);
        var (fineShare, grainShare) = (
            (float)(options.NoiseLevel * random.NextDouble(0.01, 0.035)),
            (float)(options.NoiseLevel * random.NextDouble(0.005, 0.03)));
        var pixels = new byte[canvas.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var light = canvas.Pixels[i];
            var noise = (fineShare * fine.Pixels[i]) + (grainShare * grain.Pixels[i]);
            var value = light + (noise * MathF.Sqrt(Math.Clamp(light, 0, 1) + 0.05f));
            pixels[i] = (byte)((Math.Clamp(value, 0, 1) * 255) + 0.5f);
        }

        return pixels;
    }
}
