namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Moves points of the plane: neighbours together, random others apart.
/// </summary>
/// <remarks>
/// umap-learn's <c>optimize_layout_euclidean</c>: each directed edge acts as often as its weight relative to the
/// largest says, steps shrink linearly to 0, forces are clipped to ±4. On one thread, since each step sees those
/// before it.
/// </remarks>
internal sealed class UmapLayout
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly SeededChance _chance;
    private readonly UmapCurve _curve;
    private readonly int _epochCount;
    private readonly int _negativeCount;
    private readonly int[] _heads;
    private readonly int[] _tails;
    private readonly double[] _periods;

    public UmapLayout(WeightedGraph graph, double[] x, double[] y, UmapOptions options, SeededChance chance)
    {
        (_x, _y, _chance) = (x, y, chance);
        _curve = UmapCurve.Fit(options.MinDistance, options.Spread);
        _epochCount = options.EpochCount > 0 ? options.EpochCount : graph.Count <= 10_000 ? 500 : 200;
        _negativeCount = options.NegativeSampleCount;
        var largest = 0.0;
        for (var node = 0; node < graph.Count; node++)
        {
            foreach (var weight in graph.Weights(node))
                largest = Math.Max(largest, weight);
        }

        var (heads, tails, periods) = (new List<int>(), new List<int>(), new List<double>());
        for (var node = 0; node < graph.Count; node++)
        {
            for (var e = 0; e < graph.Neighbours(node).Length; e++)
            {
                var weight = graph.Weights(node)[e];
                // An edge that would not act once is left out.
                if (weight < largest / _epochCount)
                    continue;
                heads.Add(node);
                tails.Add(graph.Neighbours(node)[e]);
                periods.Add(largest / weight);
            }
        }

        (_heads, _tails, _periods) = ([.. heads], [.. tails], [.. periods]);
    }

    public void Run()
    {
        var next = (double[])_periods.Clone();
        var negativePeriods = Array.ConvertAll(_periods, period => period / Math.Max(_negativeCount, 1));
        var nextNegative = (double[])negativePeriods.Clone();
        for (var epoch = 0; epoch < _epochCount; epoch++)
        {
            var step = 1 - ((double)epoch / _epochCount);
            for (var e = 0; e < next.Length; e++)
            {
                if (next[e] > epoch)
                    continue;
                Attract(_heads[e], _tails[e], step);
                next[e] += _periods[e];
                if (_negativeCount == 0)
                    continue;
                var count = (int)((epoch - nextNegative[e]) / negativePeriods[e]);
                for (var i = 0; i < count; i++)
                    Repel(_heads[e], _chance.Below(_x.Length), step);
                nextNegative[e] += count * negativePeriods[e];
            }
        }
    }

    private void Attract(int head, int tail, double step)
    {
        var (dx, dy) = (_x[head] - _x[tail], _y[head] - _y[tail]);
        var squared = (dx * dx) + (dy * dy);
        if (squared < 1e-300)
            return;
        var power = StableMath.Power(squared, _curve.B);
        var force = -2 * _curve.A * _curve.B * power / (squared * ((_curve.A * power) + 1));
        var (mx, my) = (Clip(force * dx) * step, Clip(force * dy) * step);
        _x[head] += mx;
        _y[head] += my;
        _x[tail] -= mx;
        _y[tail] -= my;
    }

    private void Repel(int head, int other, double step)
    {
        var (dx, dy) = (_x[head] - _x[other], _y[head] - _y[other]);
        var squared = (dx * dx) + (dy * dy);
        if (squared < 1e-300)
            return;
        var power = StableMath.Power(squared, _curve.B);
        var force = 2 * _curve.B / ((0.001 + squared) * ((_curve.A * power) + 1));
        _x[head] += Clip(force * dx) * step;
        _y[head] += Clip(force * dy) * step;
    }

    private static double Clip(double value) => Math.Clamp(value, -4, 4);
}
