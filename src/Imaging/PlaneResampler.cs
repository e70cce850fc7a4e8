using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace HcsGrid.Imaging;

/// <summary>
/// Brings a plane to another pixel size: a cubic kernel, widened where pixels become larger so that fine detail does
/// not turn into false patterns.
/// </summary>
/// <remarks>
/// Keys' cubic convolution with a = −1/2 (R. G. Keys, IEEE Trans. ASSP 29, 1981, 1153–1160), separable; the kernel is
/// as wide as the larger of a source and a target pixel, its weights are normalized to 1 and its feet outside the plane
/// are left out. The middle of target pixel i is the source's place (i + 1/2)/factor − 1/2. Sums are in single
/// precision in a fixed order: the same plane gives the same samples.
/// </remarks>
public static class PlaneResampler
{
    private const double Reach = 2;

    /// <summary>Resamples into 16 bits; 8-bit samples become 257 times as large.</summary>
    /// <param name="plane">The plane; it stays the caller's.</param>
    /// <param name="factor">Target pixels for one source pixel.</param>
    /// <returns>A plane of the pool, the caller's.</returns>
    public static Plane Resample(Plane plane, int width, int height, double factor, PixelPool pool)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!(factor > 0) || !double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be above 0.");
        var columns = Feet(plane.Width, width, factor);
        var rows = Feet(plane.Height, height, factor);
        var buffer = pool.Rent(checked(width * height * sizeof(ushort)));
        // Rows of the source at the target's width, as many as one target row may need, each at its number's remainder.
        var ringCount = rows.Max(f => f.Weights.Length) + 1;
        var ring = ArrayPool<float>.Shared.Rent(checked(ringCount * width));
        var line = new float[plane.Width];
        var sum = new float[width];
        try
        {
            var target = MemoryMarshal.Cast<byte, ushort>(buffer.Bytes);
            var next = 0;
            for (var y = 0; y < height; y++)
            {
                var (first, weights) = rows[y];
                next = Math.Max(next, first);
                for (; next < first + weights.Length; next++)
                {
                    ReadRow(plane, next, line);
                    Widen(line, columns, ring.AsSpan(next % ringCount * width, width));
                }

                Array.Clear(sum);
                for (var i = 0; i < weights.Length; i++)
                    AddScaled(ring.AsSpan((first + i) % ringCount * width, width), weights[i], sum);
                Round(sum, target.Slice(y * width, width));
            }

            return new Plane(width, height, SampleType.UInt16, buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(ring);
        }
    }

    /// <summary>For each target pixel the source pixels it is made of.</summary>
    private static (int First, float[] Weights)[] Feet(int sourceSize, int targetSize, double factor)
    {
        var stretch = Math.Max(1, 1 / factor);
        var feet = new (int, float[])[targetSize];
        for (var i = 0; i < targetSize; i++)
        {
            var middle = ((i + 0.5) / factor) - 0.5;
            var first = Math.Clamp((int)Math.Ceiling(middle - (Reach * stretch)), 0, sourceSize - 1);
            var last = Math.Clamp((int)Math.Floor(middle + (Reach * stretch)), first, sourceSize - 1);
            var weights = new double[last - first + 1];
            for (var k = 0; k < weights.Length; k++)
                weights[k] = Kernel(Math.Abs(first + k - middle) / stretch);
            var total = weights.Sum();
            // Only rounding puts a target pixel where all feet are outside.
            feet[i] = total > 0.1
                ? (first, [.. weights.Select(w => (float)(w / total))])
                : (Math.Clamp((int)Math.Round(middle), 0, sourceSize - 1), [1f]);
        }

        return feet;
    }

    private static double Kernel(double x) => x switch
    {
        < 1 => (((1.5 * x) - 2.5) * x * x) + 1,
        < 2 => (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2,
        _ => 0,
    };

    private static void ReadRow(Plane plane, int row, Span<float> line)
    {
        if (plane.Type == SampleType.UInt8)
        {
            var samples = plane.UInt8Samples.Slice(row * plane.Width, plane.Width);
            for (var x = 0; x < samples.Length; x++)
                line[x] = samples[x] * 257f;
            return;
        }

        var wide = plane.UInt16Samples.Slice(row * plane.Width, plane.Width);
        for (var x = 0; x < wide.Length; x++)
            line[x] = wide[x];
    }

    private static void Widen(ReadOnlySpan<float> line, (int First, float[] Weights)[] columns, Span<float> target)
    {
        for (var x = 0; x < target.Length; x++)
        {
            var (first, weights) = columns[x];
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
                sum += line[first + i] * weights[i];
            target[x] = sum;
        }
    }

    private static void AddScaled(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(row);
        var wideSum = MemoryMarshal.Cast<float, Vector<float>>(sum);
        for (var i = 0; i < wide.Length; i++)
            wideSum[i] += wide[i] * weight;
        for (var x = wide.Length * Vector<float>.Count; x < row.Length; x++)
            sum[x] += row[x] * weight;
    }

    private static void Round(ReadOnlySpan<float> values, Span<ushort> target)
    {
        for (var x = 0; x < target.Length; x++)
            target[x] = (ushort)Math.Clamp(values[x] + 0.5f, 0f, 65535f);
    }
}
