using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// Paints gold beads into a micrograph: spheres through which light falls off with the way through gold, blurred by the
/// microscope.
/// </summary>
/// <remarks>Beads may touch and stand in clusters, they do not cover each other. With 0.077 a pixel of 0.559 nm a bead
/// of 6 nm keeps 0.44 of what is behind it and one of 12 nm 0.19, as annotated beads of the public images do.</remarks>
internal sealed class GoldPainter
{
    private const double AbsorptionPerNm = 0.077 / 0.559;

    /// <summary>Of this share of beads each stands near another one.</summary>
    private const double ClusteredShare = 0.35;

    /// <summary>Where the replica is darker than this nobody sees gold.</summary>
    private const double DarkestGround = 0.12;

    private readonly Canvas _canvas;
    private readonly SimulatedMicrographOptions _options;
    private readonly List<Particle> _beads = [];
    private SeededRandom _random;

    public GoldPainter(Canvas canvas, SimulatedMicrographOptions options, int index)
    {
        (_canvas, _options) = (canvas, options);
        _random = new SeededRandom(options.Seed, Purpose.Gold, index);
    }

    /// <summary>Paints the beads.</summary>
    /// <returns>What was painted.</returns>
    public IReadOnlyList<Particle> Paint()
    {
        var area = _canvas.Width * (double)_canvas.Height * _options.PixelSizeNm * _options.PixelSizeNm / 1e6;
        var wanted = (int)(_options.ParticlesPerUm2 * area * _random.NextDouble(0.5, 1.5));
        var ground = (float[])_canvas.Pixels.Clone();
        for (var i = 0; i < wanted; i++)
        {
            var nominal = _options.GroupsNm[_random.NextInt32(_options.GroupsNm.Count)];
            var diameter = nominal * Math.Clamp(_random.NextFactor(0.06), 0.8, 1.2) / _options.PixelSizeNm;
            if (TryPlace(diameter, ground) is not { } bead)
                continue;
            _beads.Add(bead);
            Paint(bead);
        }

        return _beads;
    }

    private Particle? TryPlace(double diameter, float[] ground)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (x, y) = (_random.NextDouble(0, _canvas.Width - 1), _random.NextDouble(0, _canvas.Height - 1));
            if (_beads.Count > 0 && _random.NextDouble() < ClusteredShare)
            {
                var near = _beads[_random.NextInt32(_beads.Count)];
                var (sin, cos) = PortableMath.SinCos(_random.NextDouble(0, 6.28));
                var reach = ((near.DiameterPixels + diameter) / 2) + _random.NextDouble(0, 30);
                (x, y) = (near.XPixels + (reach * cos), near.YPixels + (reach * sin));
            }

            var isInside = x >= 0 && y >= 0 && x <= _canvas.Width - 1 && y <= _canvas.Height - 1;
            if (isInside && ground[((int)(y + 0.5) * _canvas.Width) + (int)(x + 0.5)] >= DarkestGround &&
                _beads.TrueForAll(b => IsApart(b, x, y, diameter)))
                return new Particle(x, y, diameter, 1);
        }

        return null;
    }

    private static bool IsApart(Particle bead, double x, double y, double diameter)
    {
        var (dx, dy) = (bead.XPixels - x, bead.YPixels - y);
        var least = 0.95 * (bead.DiameterPixels + diameter) / 2;
        return (dx * dx) + (dy * dy) > least * least;
    }

    private void Paint(Particle bead)
    {
        var radius = bead.DiameterPixels / 2;
        var half = (int)Math.Ceiling((radius * 1.2) + 6);
        var (middleX, middleY) = ((int)(bead.XPixels + 0.5), (int)(bead.YPixels + 0.5));
        var (sin, cos) = PortableMath.SinCos(_random.NextDouble(0, 3.14));
        var ratio = Math.Sqrt(_random.NextDouble(1, 1.15));
        var absorption = AbsorptionPerNm * _options.PixelSizeNm * _random.NextFactor(0.22);
        var through = new Canvas((2 * half) + 1, (2 * half) + 1);
        for (var y = -half; y <= half; y++)
        {
            for (var x = -half; x <= half; x++)
            {
                var (dx, dy) = (middleX + x - bead.XPixels, middleY + y - bead.YPixels);
                var (u, v) = (((cos * dx) + (sin * dy)) * ratio, ((cos * dy) - (sin * dx)) / ratio);
                var chord = 2 * Math.Sqrt(Math.Max(0, (radius * radius) - (u * u) - (v * v)));
                through.Row(y + half)[x + half] = (float)PortableMath.Exp(-absorption * chord);
            }
        }

        new Blur(through, _random.NextDouble(1, 2)).Apply();
        var (top, bottom) = (Math.Max(0, middleY - half), Math.Min(_canvas.Height, middleY + half + 1));
        var (left, right) = (Math.Max(0, middleX - half), Math.Min(_canvas.Width, middleX + half + 1));
        for (var y = top; y < bottom; y++)
        {
            var target = _canvas.Row(y);
            var factor = through.Row(y - middleY + half);
            for (var x = left; x < right; x++)
                target[x] *= factor[x - middleX + half];
        }
    }
}
