namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Turns lists of nearest rows into a graph whose weights say how surely two rows are neighbours.
/// </summary>
/// <remarks>
/// <para>The fuzzy simplicial set of UMAP (McInnes, Healy and Melville 2018; constants as umap-learn 0.5): from row i,
/// the strength of neighbour j is exp(−max(0, d − ρ)/σ), ρ the distance of the nearest row that is not at 0, σ such
/// that the strengths sum to log₂(k), k the neighbours with the row itself. σ is at least 0.001 of the mean distance
/// to the neighbours, itself counted (of all rows where ρ is 0). The two directions a and b unite to a + b − ab.</para>
/// <para>Exponentials are our own (<see cref="StableMath"/>), so the bits do not depend on the machine.</para>
/// </remarks>
public static class FuzzyNeighbourGraph
{
    private const double Tolerance = 1e-5;
    private const double LeastScale = 1e-3;

    /// <summary>The graph of lists of neighbours.</summary>
    public static WeightedGraph Of(NeighbourLists lists)
    {
        var strengths = new Dictionary<(int, int), (double Forth, double Back)>();
        var overallMean = OverallMean(lists);
        for (var node = 0; node < lists.Count; node++)
        {
            var neighbours = lists.Neighbours(node);
            var distances = lists.Distances(node);
            var (nearest, scale) = Fit(distances, overallMean);
            for (var i = 0; i < neighbours.Length; i++)
            {
                var strength = Strength(distances[i], nearest, scale);
                var (low, high) = (Math.Min(node, neighbours[i]), Math.Max(node, neighbours[i]));
                var pair = strengths.GetValueOrDefault((low, high));
                strengths[(low, high)] = node == low ? (strength, pair.Back) : (pair.Forth, strength);
            }
        }

        return WeightedGraph.Of(lists.Count, strengths.Select(pair => (
            pair.Key.Item1,
            pair.Key.Item2,
            pair.Value.Forth + pair.Value.Back - (pair.Value.Forth * pair.Value.Back))));
    }

    /// <summary>ρ and σ of a row.</summary>
    internal static (double Nearest, double Scale) Fit(ReadOnlySpan<double> distances, double overallMean)
    {
        var nearest = 0.0;
        foreach (var distance in distances)
        {
            if (distance > 0)
            {
                nearest = distance;
                break;
            }
        }

        var target = StableMath.Log2(distances.Length + 1);
        var (low, scale, high) = (0.0, 1.0, double.PositiveInfinity);
        for (var round = 0; round < 64; round++)
        {
            var sum = 0.0;
            foreach (var distance in distances)
                sum += Strength(distance, nearest, scale);
            if (Math.Abs(sum - target) < Tolerance)
                break;
            if (sum > target)
                high = scale;
            else
                low = scale;
            scale = double.IsInfinity(high) ? scale * 2 : (low + high) / 2;
        }

        var mean = nearest > 0 ? Mean(distances) : overallMean;
        return (nearest, Math.Max(scale, LeastScale * mean));
    }

    private static double Strength(double distance, double nearest, double scale) =>
        distance <= nearest || scale == 0 ? 1 : StableMath.Exp((nearest - distance) / scale);

    // The row itself counts, at distance 0.
    private static double Mean(ReadOnlySpan<double> distances)
    {
        var sum = 0.0;
        foreach (var distance in distances)
            sum += distance;
        return sum / (distances.Length + 1);
    }

    private static double OverallMean(NeighbourLists lists)
    {
        var (sum, count) = (0.0, 0);
        for (var node = 0; node < lists.Count; node++)
        {
            foreach (var distance in lists.Distances(node))
                sum += distance;
            count += lists.Distances(node).Length + 1;
        }

        return count == 0 ? 0 : sum / count;
    }
}
