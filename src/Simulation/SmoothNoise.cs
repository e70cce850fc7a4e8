namespace HcsGrid.Simulation;

/// <summary>
/// Noise of mean 0 and standard deviation 1 that is alike over some pixels.
/// </summary>
internal static class SmoothNoise
{
    /// <summary>Fills a canvas of some size.</summary>
    /// <param name="width">Pixels from left to right.</param>
    /// <param name="height">Pixels from top to bottom.</param>
    /// <param name="sigma">Standard deviation of the blur, in pixels.</param>
    /// <param name="random">Where chance comes from.</param>
    public static Canvas Make(int width, int height, double sigma, ref SeededRandom random)
    {
        // Drawn at a coarser scale and enlarged: a wide blur of many pixels would take long.
        var step = Math.Max(1, (int)(sigma / 2));
        var coarse = new Canvas((width / step) + 3, (height / step) + 3);
        for (var i = 0; i < coarse.Pixels.Length; i++)
            coarse.Pixels[i] = (float)random.NextNormal();
        new Blur(coarse, sigma / step).Apply();
        Standardize(coarse.Pixels);
        var fine = new Canvas(width, height);
        for (var y = 0; y < height; y++)
        {
            var (top, below) = Math.DivRem(y, step);
            var upper = coarse.Row(top);
            var lower = coarse.Row(top + 1);
            var down = below / (float)step;
            var row = fine.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (left, beside) = Math.DivRem(x, step);
                var right = beside / (float)step;
                var above = upper[left] + ((upper[left + 1] - upper[left]) * right);
                row[x] = above + ((lower[left] + ((lower[left + 1] - lower[left]) * right) - above) * down);
            }
        }

        return fine;
    }

    /// <summary>Brings numbers to mean 0 and standard deviation 1.</summary>
    public static void Standardize(float[] values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
            (sum, squares) = (sum + value, squares + ((double)value * value));
        var mean = sum / values.Length;
        var deviation = Math.Sqrt(Math.Max(1e-12, (squares / values.Length) - (mean * mean)));
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((values[i] - mean) / deviation);
    }
}
