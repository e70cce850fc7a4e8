using System.Numerics;

namespace HcsGrid.Simulation;

/// <summary>
/// A Gaussian blur of a canvas in place; beyond the borders the border's pixels go on.
/// </summary>
/// <remarks>
/// The kernel is cut at 2.5 standard deviations and sums to 1. Every pixel's sum has the same order whatever the width
/// of the processor's vectors.
/// </remarks>
internal sealed class Blur
{
    private readonly float[] _kernel;
    private readonly float[] _padded;
    private readonly float[] _rows;
    private readonly Canvas _canvas;

    public Blur(Canvas canvas, double sigma)
    {
        _canvas = canvas;
        var radius = Math.Max(1, (int)Math.Ceiling(2.5 * sigma));
        _kernel = new float[(2 * radius) + 1];
        var sum = 0.0;
        for (var k = -radius; k <= radius; k++)
            sum += PortableMath.Exp(-0.5 * k * k / (sigma * sigma));
        for (var k = -radius; k <= radius; k++)
            _kernel[k + radius] = (float)(PortableMath.Exp(-0.5 * k * k / (sigma * sigma)) / sum);
        _padded = new float[canvas.Width + (2 * radius)];
        _rows = new float[_kernel.Length * canvas.Width];
    }

    public void Apply()
    {
        var (width, height, radius) = (_canvas.Width, _canvas.Height, _kernel.Length / 2);
        // A ring of the rows around the current one, blurred across; each is made before its original is overwritten.
        for (var y = -radius; y < radius; y++)
            AcrossInto(y);
        for (var y = 0; y < height; y++)
        {
            AcrossInto(y + radius);
            var target = _canvas.Row(y);
            for (var k = 0; k < _kernel.Length; k++)
                Accumulate(RingRow(y - radius + k), _kernel[k], target, first: k == 0);
        }

        void AcrossInto(int y)
        {
            var source = _canvas.Row(Math.Clamp(y, 0, height - 1));
            if (y >= height)
            {
                // The last row is not overwritten before its own turn, so its blurred form is still in the ring.
                RingRow(height - 1).CopyTo(RingRow(y));
                return;
            }

            source.CopyTo(_padded.AsSpan(radius));
            _padded.AsSpan(0, radius).Fill(source[0]);
            _padded.AsSpan(radius + width).Fill(source[^1]);
            var target = RingRow(y);
            for (var k = 0; k < _kernel.Length; k++)
                Accumulate(_padded.AsSpan(k, width), _kernel[k], target, first: k == 0);
        }
    }

    private Span<float> RingRow(int y)
    {
        var slot = (y + _kernel.Length) % _kernel.Length;
        return _rows.AsSpan(slot * _canvas.Width, _canvas.Width);
    }

    private static void Accumulate(ReadOnlySpan<float> source, float weight, Span<float> target, bool first)
    {
        source = source[..target.Length];
        var i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var term = new Vector<float>(source[i..]) * weight;
            (first ? term : new Vector<float>(target[i..]) + term).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            var term = source[i] * weight;
            target[i] = first ? term : target[i] + term;
        }
    }
}
