namespace HcsGrid.Profiling.Particles;

/// <summary>
/// Finds how many kinds of particles there are: normal distributions over the logarithm of the diameter.
/// </summary>
/// <remarks>
/// Expectation–maximization (Dempster, Laird, Rubin 1977) for each number of components up to the one asked for, from
/// two deterministic starts (equal counts, and the widest gaps); the better likelihood stays. The number is chosen by
/// the Bayesian information criterion, −2·log-likelihood + (3K − 1)·ln n, the smaller K where equal. No standard
/// deviation goes below 0.03 (3 % of the diameter), so that no component collapses onto one particle;
/// <see cref="SizeComponent.SpreadLog"/> tells the particles' own.
/// </remarks>
public sealed class SizeMixture
{
    /// <summary>The most components that may be asked for.</summary>
    public const int MaxComponentCount = 8;

    private const double LeastDeviation = 0.03;
    private const int MaxRoundCount = 1000;
    private const double Tolerance = 1e-10;

    private SizeMixture(IReadOnlyList<SizeComponent> components, double logLikelihood, int count)
    {
        Components = components;
        Criterion = (-2 * logLikelihood) + (((3 * components.Count) - 1) * Math.Log(count));
    }

    /// <summary>The components by ascending mean.</summary>
    public IReadOnlyList<SizeComponent> Components { get; }

    /// <summary>The Bayesian information criterion: the smaller, the better.</summary>
    public double Criterion { get; }

    /// <summary>Fits a mixture to diameters.</summary>
    /// <param name="diameters">Diameters above 0, in any unit; their order does not matter.</param>
    /// <param name="maxComponentCount">The most components that are tried.</param>
    /// <returns>The mixture; null where there are no diameters.</returns>
    /// <exception cref="ArgumentException">A diameter is not above 0, or the count is out of bounds.</exception>
    public static SizeMixture? Fit(IReadOnlyList<double> diameters, int maxComponentCount)
    {
        ArgumentNullException.ThrowIfNull(diameters);
        if (maxComponentCount is < 1 or > MaxComponentCount)
        {
            throw new ArgumentException(
                $"{maxComponentCount} components, expected 1 to {MaxComponentCount}.", nameof(maxComponentCount));
        }

        if (diameters.Any(d => !(d > 0) || !double.IsFinite(d)))
            throw new ArgumentException("A diameter is not above 0.", nameof(diameters));
        double[] logs = [.. diameters.Select(d => Math.Log(d)).Order()];
        SizeMixture? best = null;
        for (var count = 1; count <= Math.Min(maxComponentCount, logs.Length); count++)
        {
            foreach (var start in new[] { CutEvenly(logs, count), CutAtGaps(logs, count) })
            {
                var mixture = Improve(logs, start);
                if (best is null || mixture.Criterion < best.Criterion - 1e-9)
                    best = mixture;
            }
        }

        return best;
    }

    /// <summary>Where two components are equally likely, between their means; where one is likelier at both, the
    /// middle.</summary>
    internal static double Crossing(SizeComponent lower, SizeComponent upper)
    {
        var (from, to) = (lower.MeanLog, upper.MeanLog);
        if (Lead(from) <= 0 || Lead(to) >= 0)
            return (from + to) / 2;
        for (var i = 0; i < 100; i++)
        {
            var middle = (from + to) / 2;
            if (Lead(middle) > 0)
                from = middle;
            else
                to = middle;
        }

        return (from + to) / 2;

        double Lead(double log) => lower.LogDensity(log) - upper.LogDensity(log);
    }

    private static SizeComponent[] CutEvenly(double[] logs, int count) =>
        Parts(logs, [.. Enumerable.Range(1, count - 1).Select(i => (int)((long)i * logs.Length / count))]);

    private static SizeComponent[] CutAtGaps(double[] logs, int count) =>
        Parts(
            logs,
            [
                .. Enumerable.Range(1, logs.Length - 1).OrderByDescending(i => logs[i] - logs[i - 1]).Take(count - 1)
                    .Order(),
            ]);

    private static SizeComponent[] Parts(double[] logs, int[] cuts)
    {
        int[] bounds = [0, .. cuts, logs.Length];
        var parts = new SizeComponent[cuts.Length + 1];
        for (var k = 0; k < parts.Length; k++)
        {
            var part = logs[bounds[k]..bounds[k + 1]];
            var mean = part.Average();
            var variance = part.Average(v => (v - mean) * (v - mean));
            parts[k] = ComponentOf(part.Length / (double)logs.Length, mean, variance);
        }

        return parts;
    }

    private static SizeMixture Improve(double[] logs, SizeComponent[] parts)
    {
        var shares = new double[parts.Length, logs.Length];
        var before = double.NegativeInfinity;
        for (var round = 0; ; round++)
        {
            var likelihood = Expect(logs, parts, shares);
            if (round == MaxRoundCount || likelihood - before < Tolerance * Math.Abs(likelihood))
                return new SizeMixture([.. parts.OrderBy(p => p.MeanLog)], likelihood, logs.Length);
            before = likelihood;
            parts = Maximize(logs, parts, shares);
        }
    }

    private static double Expect(double[] logs, SizeComponent[] parts, double[,] shares)
    {
        var total = -0.5 * logs.Length * Math.Log(2 * Math.PI);
        for (var i = 0; i < logs.Length; i++)
        {
            var highest = double.NegativeInfinity;
            for (var k = 0; k < parts.Length; k++)
            {
                shares[k, i] = parts[k].LogDensity(logs[i]);
                highest = Math.Max(highest, shares[k, i]);
            }

            var sum = 0.0;
            for (var k = 0; k < parts.Length; k++)
                sum += shares[k, i] = Math.Exp(shares[k, i] - highest);
            for (var k = 0; k < parts.Length; k++)
                shares[k, i] /= sum;
            total += highest + Math.Log(sum);
        }

        return total;
    }

    private static SizeComponent[] Maximize(double[] logs, SizeComponent[] parts, double[,] shares)
    {
        var next = new SizeComponent[parts.Length];
        for (var k = 0; k < parts.Length; k++)
        {
            var (weight, sum, squares) = (0.0, 0.0, 0.0);
            for (var i = 0; i < logs.Length; i++)
                (weight, sum) = (weight + shares[k, i], sum + (shares[k, i] * logs[i]));
            if (weight < 1e-9)
            {
                // Nothing is left of it: it stays where it is, weighing nothing.
                next[k] = parts[k] with { Weight = 1e-300 };
                continue;
            }

            var mean = sum / weight;
            for (var i = 0; i < logs.Length; i++)
                squares += shares[k, i] * (logs[i] - mean) * (logs[i] - mean);
            next[k] = ComponentOf(weight / logs.Length, mean, squares / weight);
        }

        return next;
    }

    private static SizeComponent ComponentOf(double weight, double mean, double variance)
    {
        var spread = Math.Sqrt(variance);
        return new SizeComponent(weight, mean, Math.Max(LeastDeviation, spread)) { SpreadLog = spread };
    }
}
