namespace HcsGrid.Profiling.Structure;

/// <summary>
/// An undirected graph with weights: who is next to whom, and how strongly.
/// </summary>
/// <remarks>Each edge is stored in both directions, neighbours in ascending order; no edge from a node to itself, none
/// twice. Weights are positive and finite.</remarks>
public sealed class WeightedGraph
{
    private readonly int[] _starts;
    private readonly int[] _neighbours;
    private readonly double[] _weights;

    private WeightedGraph(int[] starts, int[] neighbours, double[] weights)
    {
        _starts = starts;
        _neighbours = neighbours;
        _weights = weights;
    }

    /// <summary>The number of nodes.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The number of edges.</summary>
    public int EdgeCount => _neighbours.Length / 2;

    /// <summary>The nodes that a node has an edge to, in ascending order.</summary>
    public ReadOnlySpan<int> Neighbours(int node) => _neighbours.AsSpan(_starts[node].._starts[node + 1]);

    /// <summary>The weights of those edges.</summary>
    public ReadOnlySpan<double> Weights(int node) => _weights.AsSpan(_starts[node].._starts[node + 1]);

    /// <summary>A graph of edges, each given once; edges of weight 0 are left out.</summary>
    /// <exception cref="ArgumentException">An edge goes to its own node or to none, is given twice, or its weight is
    /// negative or not finite.</exception>
    public static WeightedGraph Of(int nodeCount, IEnumerable<(int Node, int Other, double Weight)> edges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        var all = new List<(int Node, int Other, double Weight)>();
        foreach (var (node, other, weight) in edges)
        {
            if ((uint)node >= (uint)nodeCount || (uint)other >= (uint)nodeCount || node == other)
                throw new ArgumentException($"The edge {node}, {other} is none between {nodeCount} nodes.");
            if (!(weight >= 0) || double.IsInfinity(weight))
                throw new ArgumentException($"The edge {node}, {other} has the weight {weight}.");
            if (weight == 0)
                continue;
            all.Add((node, other, weight));
            all.Add((other, node, weight));
        }

        all.Sort((a, b) => a.Node != b.Node ? a.Node.CompareTo(b.Node) : a.Other.CompareTo(b.Other));
        var starts = new int[nodeCount + 1];
        for (var e = 0; e < all.Count; e++)
        {
            if (e > 0 && all[e].Node == all[e - 1].Node && all[e].Other == all[e - 1].Other)
                throw new ArgumentException($"The edge {all[e].Node}, {all[e].Other} is given twice.");
            starts[all[e].Node + 1]++;
        }

        for (var node = 0; node < nodeCount; node++)
            starts[node + 1] += starts[node];
        return new WeightedGraph(
            starts, [.. all.Select(edge => edge.Other)], [.. all.Select(edge => edge.Weight)]);
    }
}
