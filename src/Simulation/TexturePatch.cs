namespace HcsGrid.Simulation;

/// <summary>
/// A square of random texture that continues at its borders; mean 0, standard deviation 1.
/// </summary>
/// <remarks>White noise smoothed by three box means, less the same smoothed more: texture of about one scale.</remarks>
internal sealed class TexturePatch
{
    public const int Side = 256;

    private readonly float[] _values;

    public TexturePatch(ulong seed, int index, int boxRadius)
    {
        var random = new SeededRandom(seed, Purpose.Texture, index);
        var fine = new float[Side * Side];
        for (var i = 0; i < fine.Length; i++)
            fine[i] = (float)random.NextNormal();
        fine = Smooth(fine, boxRadius);
        var rough = Smooth(fine, (2 * boxRadius) + 1);
        double sum = 0;
        for (var i = 0; i < fine.Length; i++)
        {
            fine[i] -= rough[i];
            sum += (double)fine[i] * fine[i];
        }

        var scale = (float)(1 / Math.Sqrt(sum / fine.Length));
        for (var i = 0; i < fine.Length; i++)
            fine[i] = Math.Clamp(fine[i] * scale, -3, 3);
        _values = fine;
    }

    /// <summary>The value at a pixel, after going round as often as needed.</summary>
    public float this[int x, int y] => _values[((y & (Side - 1)) * Side) + (x & (Side - 1))];

    private static float[] Smooth(float[] values, int radius)
    {
        for (var pass = 0; pass < 3; pass++)
            values = SmoothRows(SmoothRows(values, radius), radius);
        return values;
    }

    /// <summary>Box mean along rows, written transposed, so that twice is both ways.</summary>
    private static float[] SmoothRows(float[] values, int radius)
    {
        var result = new float[values.Length];
        var scale = 1f / ((2 * radius) + 1);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var sum = 0f;
                for (var k = -radius; k <= radius; k++)
                    sum += values[(y * Side) + ((x + k) & (Side - 1))];
                result[(x * Side) + y] = sum * scale;
            }
        }

        return result;
    }
}
