namespace HcsGrid.Simulation;

/// <summary>
/// Paints a freeze-fracture replica without gold: uneven shades, membrane proteins lit from one side, faint dirt,
/// folds. Grey values 0 to 1.
/// </summary>
internal sealed class ReplicaPainter
{
    private static readonly (double Sigma, double Strength)[] Shades =
        [(120, 0.06), (40, 0.03), (12, 0.012), (4, 0.012)];

    private readonly Canvas _canvas;
    private readonly SimulatedMicrographOptions _options;
    private readonly double _megapixels;
    private SeededRandom _random;

    public ReplicaPainter(Canvas canvas, SimulatedMicrographOptions options, int index)
    {
        (_canvas, _options) = (canvas, options);
        _megapixels = canvas.Width * (double)canvas.Height / 1e6;
        _random = new SeededRandom(options.Seed, Purpose.Replica, index);
    }

    public void Paint()
    {
        Array.Fill(_canvas.Pixels, (float)_random.NextDouble(0.5, 0.75));
        foreach (var (sigma, strength) in Shades)
        {
            var noise = SmoothNoise.Make(_canvas.Width, _canvas.Height, sigma, ref _random);
            var share = (float)(strength * _random.NextDouble(0.3, 1.5));
            for (var i = 0; i < noise.Pixels.Length; i++)
                _canvas.Pixels[i] *= 1 + (share * noise.Pixels[i]);
        }

        var light = PortableMath.SinCos(_random.NextDouble(0, 6.28));
        for (var i = (int)(_random.NextDouble(0, 900) * _megapixels); i > 0; i--)
            PaintBump(light);
        for (var i = (int)(_random.NextDouble(0, 40) * _megapixels); i > 0; i--)
            PaintDirt();
        for (var i = 0; i < _options.FoldCount; i++)
            PaintFold();
        for (var i = 0; i < _canvas.Pixels.Length; i++)
            _canvas.Pixels[i] = Math.Clamp(_canvas.Pixels[i], 0, 1.1f);
    }

    /// <summary>A membrane protein: a bump 5 to 12 pixels wide, bright on one side and dark on the other.</summary>
    private void PaintBump((double Sin, double Cos) light)
    {
        var (x, y) = (_random.NextDouble(0, _canvas.Width), _random.NextDouble(0, _canvas.Height));
        var (size, height) = (_random.NextDouble(2.5, 6), _random.NextDouble(0.05, 0.3));
        var shade = _random.NextDouble(-0.3, 0.9);
        Multiply(x, y, 4 * size, (u, v) =>
        {
            (u, v) = (u / size, v / size);
            var bell = PortableMath.Exp(-((u * u) + (v * v)) / 2);
            var slope = (light.Cos * u) + (light.Sin * v);
            var lit = 1 + (height * bell * slope * 1.6) - (slope < 0.3 ? shade * height * bell : 0);
            return Math.Clamp(lit, 0.45, 1.6);
        });
    }

    /// <summary>A faint round spot or a long flake, paler than any gold.</summary>
    private void PaintDirt()
    {
        var (x, y) = (_random.NextDouble(0, _canvas.Width), _random.NextDouble(0, _canvas.Height));
        var (sin, cos) = PortableMath.SinCos(_random.NextDouble(0, 3.14));
        var isFlake = _random.NextDouble() < 0.5;
        var size = _random.NextDouble(3, 7);
        var stretch = isFlake ? _random.NextDouble(2.2, 4) : 1;
        var depth = isFlake ? _random.NextDouble(0.05, 0.4) : _random.NextDouble(0.03, 0.15);
        Multiply(x, y, 4 * size * stretch, (u, v) =>
        {
            var (along, across) = (((cos * u) + (sin * v)) / stretch, (cos * v) - (sin * u));
            return 1 - (depth * PortableMath.Exp(-((along * along) + (across * across)) / (2 * size * size)));
        });
    }

    /// <summary>A fold: a dark band with soft edges along a smooth curve, often with a bright rim.</summary>
    private void PaintFold()
    {
        var (sin, cos) = PortableMath.SinCos(_random.NextDouble(0, 6.28));
        var (fromX, fromY) = (
            _random.NextDouble(0.1, 0.9) * _canvas.Width, _random.NextDouble(0.1, 0.9) * _canvas.Height);
        var bend = _random.NextDouble(-1, 1) / Math.Max(_canvas.Width, _canvas.Height);
        var (wave, length, phase) = (
            _random.NextDouble(0, 12), _random.NextDouble(60, 300), _random.NextDouble(0, 6));
        var (width, soft, depth) = (
            _random.NextDouble(3, 24), _random.NextDouble(1.5, 6), _random.NextDouble(0.15, 0.75));
        var rim = _random.NextDouble(0, 0.3);
        for (var y = 0; y < _canvas.Height; y++)
        {
            var row = _canvas.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var (dx, dy) = (x - fromX, y - fromY);
                var (u, v) = ((cos * dx) + (sin * dy), (cos * dy) - (sin * dx));
                var turn = PortableMath.SinCos((6.28318530717958648 * v / length) + phase).Sin;
                var distance = u + (bend * v * v) + (wave * turn);
                var edge = Math.Clamp((Math.Abs(distance) - width) / soft, -40, 40);
                if (edge > 39 && distance > width + (12 * soft))
                    continue;
                var band = 1 / (1 + PortableMath.Exp(edge));
                var away = (distance - width - (2 * soft)) / (2 * soft);
                var bright = rim * PortableMath.Exp(-Math.Min(600, away * away));
                row[x] *= (float)(1 - (depth * band) + bright);
            }
        }
    }

    /// <summary>Multiplies the pixels around a place by a factor of their distance from it.</summary>
    private void Multiply(double x, double y, double reach, Func<double, double, double> factor)
    {
        var (left, top, right, bottom) = _canvas.BoxAround(x, y, reach);
        for (var row = top; row < bottom; row++)
        {
            var pixels = _canvas.Row(row);
            for (var column = left; column < right; column++)
                pixels[column] *= (float)factor(column - x, row - y);
        }
    }
}
