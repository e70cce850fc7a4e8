namespace HcsGrid.Simulation;

/// <summary>
/// A closed, smooth, somewhat irregular curve around a centre: an ellipse with a few slow waves on its radius.
/// </summary>
/// <remarks>
/// Directions are looked up by the diamond angle (v / (|u| + |v|), one division instead of an arc tangent) in
/// <see cref="DirectionCount"/> steps.
/// </remarks>
internal sealed class Outline
{
    public const int DirectionCount = 128;

    private const int FirstWave = 2;
    private const int WaveCount = 5;

    private static readonly float[] WaveAmplitudes = [1f, 0.8f, 0.65f, 0.5f, 0.35f];
    private static readonly (float Cos, float Sin)[] Directions = MakeDirections();
    private static readonly (float Cos, float Sin)[] Waves = MakeWaves();

    private readonly float[] _inverseRadii = new float[DirectionCount];
    private readonly float _cos;
    private readonly float _sin;
    private readonly float _stretch;

    public Outline(double radius, double elongation, double angle, double roughness, ref SeededRandom random)
    {
        var (sin, cos) = PortableMath.SinCos(angle);
        (_cos, _sin, _stretch) = ((float)cos, (float)sin, (float)Math.Sqrt(elongation));
        Span<float> a = stackalloc float[2 * WaveCount];
        for (var i = 0; i < a.Length; i++)
            a[i] = (float)(roughness * WaveAmplitudes[i / 2] * random.NextNormal());
        Radius = (float)radius;
        for (var d = 0; d < DirectionCount; d++)
        {
            var factor = 1f;
            for (var k = 0; k < WaveCount; k++)
            {
                var wave = Waves[(d * WaveCount) + k];
                factor += (a[2 * k] * wave.Cos) + (a[(2 * k) + 1] * wave.Sin);
            }

            var r = Radius * Math.Clamp(factor, 0.55f, 1.6f);
            Reach = Math.Max(Reach, r);
            _inverseRadii[d] = 1 / r;
        }

        Reach *= _stretch;
    }

    /// <summary>Mean radius.</summary>
    public float Radius { get; }

    /// <summary>No point of the curve is farther from the centre.</summary>
    public float Reach { get; }

    /// <summary>How far out a point is: 0 at the centre, 1 on the curve.</summary>
    public float PlaceOf(float dx, float dy)
    {
        var u = ((dx * _cos) + (dy * _sin)) / _stretch;
        var v = ((dy * _cos) - (dx * _sin)) * _stretch;
        var sum = Math.Abs(u) + Math.Abs(v);
        if (sum < 1e-6f)
            return 0;
        var ratio = v / sum;
        var diamond = u >= 0 ? ratio : 2 - ratio;
        var index = (int)((diamond + 4) * (DirectionCount / 4)) & (DirectionCount - 1);
        return MathF.Sqrt((u * u) + (v * v)) * _inverseRadii[index];
    }

    /// <summary>
    /// The point in a direction (0 … <see cref="DirectionCount"/> − 1) at a share of the way to the curve.
    /// </summary>
    public (float X, float Y) PointAt(int direction, float place)
    {
        var r = place / _inverseRadii[direction];
        var (cos, sin) = Directions[direction];
        var (u, v) = (r * cos * _stretch, r * sin / _stretch);
        return ((u * _cos) - (v * _sin), (u * _sin) + (v * _cos));
    }

    private static (float, float)[] MakeDirections()
    {
        var directions = new (float, float)[DirectionCount];
        for (var d = 0; d < DirectionCount; d++)
        {
            var diamond = (d + 0.5) * 4 / DirectionCount;
            var (u, v) = diamond switch
            {
                < 1 => (1 - diamond, diamond),
                < 3 => (1 - diamond, 2 - diamond),
                _ => (diamond - 3, diamond - 4),
            };
            var length = Math.Sqrt((u * u) + (v * v));
            directions[d] = ((float)(u / length), (float)(v / length));
        }

        return directions;
    }

    private static (float, float)[] MakeWaves()
    {
        var waves = new (float, float)[DirectionCount * WaveCount];
        for (var d = 0; d < DirectionCount; d++)
        {
            var (cos, sin) = Directions[d];
            var (c, s) = (cos, sin);
            for (var k = 1; k < FirstWave + WaveCount; k++)
            {
                if (k >= FirstWave)
                    waves[(d * WaveCount) + k - FirstWave] = (c, s);
                (c, s) = ((c * cos) - (s * sin), (c * sin) + (s * cos));
            }
        }

        return waves;
    }
}
