namespace HcsGrid.Profiling.Structure;

/// <summary>
/// A graph of nodes that may stand for many: what Leiden's levels work on.
/// </summary>
/// <remarks>A node's weight counts all edges of what it stands for; edges within it are no edges here.</remarks>
internal sealed class LeidenGraph
{
    private readonly int[] _starts;
    private readonly int[] _neighbours;
    private readonly double[] _weights;
    private readonly double[] _nodeWeights;

    private LeidenGraph(int[] starts, int[] neighbours, double[] weights, double[] nodeWeights, double twiceTotal)
    {
        (_starts, _neighbours, _weights) = (starts, neighbours, weights);
        (_nodeWeights, TwiceTotal) = (nodeWeights, twiceTotal);
    }

    public int Count => _nodeWeights.Length;

    /// <summary>2m: the sum of all nodes' weights.</summary>
    public double TwiceTotal { get; }

    public double NodeWeight(int node) => _nodeWeights[node];

    public ReadOnlySpan<int> Neighbours(int node) => _neighbours.AsSpan(_starts[node].._starts[node + 1]);

    public ReadOnlySpan<double> Weights(int node) => _weights.AsSpan(_starts[node].._starts[node + 1]);

    public static LeidenGraph Of(WeightedGraph graph)
    {
        var starts = new int[graph.Count + 1];
        var neighbours = new int[2 * graph.EdgeCount];
        var weights = new double[neighbours.Length];
        var nodeWeights = new double[graph.Count];
        var total = 0.0;
        for (var node = 0; node < graph.Count; node++)
        {
            graph.Neighbours(node).CopyTo(neighbours.AsSpan(starts[node]));
            graph.Weights(node).CopyTo(weights.AsSpan(starts[node]));
            starts[node + 1] = starts[node] + graph.Neighbours(node).Length;
            foreach (var weight in graph.Weights(node))
                nodeWeights[node] += weight;
            total += nodeWeights[node];
        }

        return new LeidenGraph(starts, neighbours, weights, nodeWeights, total);
    }

    /// <summary>Names communities 0, 1, … in order of their first node.</summary>
    public static int[] Number(int[] communities)
    {
        var names = new Dictionary<int, int>();
        return Array.ConvertAll(communities, community =>
        {
            if (!names.TryGetValue(community, out var name))
                names[community] = name = names.Count;
            return name;
        });
    }

    /// <summary>The graph whose nodes are communities, and which of them each node went into.</summary>
    public LeidenGraph Aggregate(int[] communities, out int[] nodeOf)
    {
        nodeOf = Number(communities);
        var count = nodeOf.Length == 0 ? 0 : nodeOf.Max() + 1;
        var members = new List<int>[count];
        for (var c = 0; c < count; c++)
            members[c] = [];
        for (var node = 0; node < nodeOf.Length; node++)
            members[nodeOf[node]].Add(node);
        var starts = new int[count + 1];
        var (neighbours, weights, nodeWeights) = (new List<int>(), new List<double>(), new double[count]);
        var (sums, touched) = (new double[count], new List<int>());
        for (var c = 0; c < count; c++)
        {
            foreach (var node in members[c])
            {
                nodeWeights[c] += _nodeWeights[node];
                for (var e = _starts[node]; e < _starts[node + 1]; e++)
                {
                    var other = nodeOf[_neighbours[e]];
                    if (other == c)
                        continue;
                    if (sums[other] == 0)
                        touched.Add(other);
                    sums[other] += _weights[e];
                }
            }

            touched.Sort();
            foreach (var other in touched)
            {
                neighbours.Add(other);
                weights.Add(sums[other]);
                sums[other] = 0;
            }

            touched.Clear();
            starts[c + 1] = neighbours.Count;
        }

        return new LeidenGraph(starts, [.. neighbours], [.. weights], nodeWeights, TwiceTotal);
    }
}
