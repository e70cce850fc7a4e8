using HcsGrid.Plates;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// Matches found particles with true ones, one to one.
/// </summary>
/// <remarks>
/// A pair may match where the centres are at most the true particle's diameter apart. Of all such matchings it is one
/// with the most pairs, and of those one with the least sum of distances. Particles that reach each other by such pairs
/// are solved together, groups of them apart.
/// </remarks>
public static class ParticleMatching
{
    /// <summary>The best matching, by the true particles' indexes.</summary>
    /// <param name="truth">The true particles; their diameters are the radii of the match.</param>
    /// <param name="found">The particles that were found.</param>
    public static IReadOnlyList<ParticleMatch> Match(IReadOnlyList<Particle> truth, IReadOnlyList<Particle> found)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(found);
        var edges = Edges(truth, found);
        var matches = new List<ParticleMatch>();
        foreach (var group in Connected(truth.Count, found.Count, edges))
            matches.AddRange(Solve(group));
        return [.. matches.OrderBy(m => m.TruthIndex)];
    }

    private static List<ParticleMatch> Edges(IReadOnlyList<Particle> truth, IReadOnlyList<Particle> found)
    {
        // By column, so that only neighbours are compared.
        int[] ordered = [.. Enumerable.Range(0, found.Count).OrderBy(i => found[i].XPixels)];
        double[] columns = [.. ordered.Select(i => found[i].XPixels)];
        var edges = new List<ParticleMatch>();
        for (var i = 0; i < truth.Count; i++)
        {
            var radius = truth[i].DiameterPixels;
            var at = Array.BinarySearch(columns, truth[i].XPixels - radius);
            at = at < 0 ? ~at : at;
            while (at > 0 && columns[at - 1] >= truth[i].XPixels - radius)
                at--;
            for (; at < ordered.Length && columns[at] <= truth[i].XPixels + radius; at++)
            {
                var other = found[ordered[at]];
                var (x, y) = (truth[i].XPixels - other.XPixels, truth[i].YPixels - other.YPixels);
                var distance = Math.Sqrt((x * x) + (y * y));
                if (distance <= radius)
                    edges.Add(new ParticleMatch(i, ordered[at], distance));
            }
        }

        return edges;
    }

    private static IEnumerable<List<ParticleMatch>> Connected(
        int truthCount, int foundCount, List<ParticleMatch> edges)
    {
        var sets = new DisjointSets(truthCount + foundCount);
        foreach (var edge in edges)
            sets.Join(edge.TruthIndex, truthCount + edge.FoundIndex);
        return edges.GroupBy(e => sets.FirstOf(e.TruthIndex)).Select(group => group.ToList());
    }

    private static IEnumerable<ParticleMatch> Solve(List<ParticleMatch> edges)
    {
        if (edges.Count == 1)
            return edges;
        int[] truths = [.. edges.Select(e => e.TruthIndex).Distinct().Order()];
        int[] founds = [.. edges.Select(e => e.FoundIndex).Distinct().Order()];
        var size = Math.Max(truths.Length, founds.Length);
        // A pair that may not match costs more than all others together, so as few as can be are taken.
        var costs = new double[size, size];
        var forbidden = 1 + edges.Sum(e => e.DistancePixels);
        for (var i = 0; i < costs.Length; i++)
            costs[i / size, i % size] = forbidden;
        foreach (var edge in edges)
        {
            costs[Array.BinarySearch(truths, edge.TruthIndex), Array.BinarySearch(founds, edge.FoundIndex)] =
                edge.DistancePixels;
        }

        var assigned = Assignment.Solve(costs);
        return edges.Where(
            e => assigned[Array.BinarySearch(truths, e.TruthIndex)] == Array.BinarySearch(founds, e.FoundIndex));
    }
}
