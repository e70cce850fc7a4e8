namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Moves nodes to the community where they better the quality most, until no node has a better one (Leiden's fast local
/// moves).
/// </summary>
/// <remarks>A queue of nodes, at first all in a random order; who moves calls the neighbours that stay behind. Each
/// move betters the quality by more than rounding, so there is an end.</remarks>
internal sealed class LeidenMoves
{
    private readonly LeidenGraph _graph;
    private readonly int[] _communities;
    private readonly double _factor;
    private readonly SeededChance _chance;
    private readonly double[] _totals;
    private readonly int[] _sizes;
    private readonly double[] _links;
    private readonly List<int> _touched = [];
    private readonly Stack<int> _empty = new();

    public LeidenMoves(LeidenGraph graph, int[] communities, double resolution, SeededChance chance)
    {
        (_graph, _communities, _chance) = (graph, communities, chance);
        _factor = resolution / graph.TwiceTotal;
        _totals = new double[graph.Count];
        _sizes = new int[graph.Count];
        _links = new double[graph.Count];
        for (var node = 0; node < graph.Count; node++)
        {
            _totals[communities[node]] += graph.NodeWeight(node);
            _sizes[communities[node]]++;
        }

        for (var c = graph.Count - 1; c >= 0; c--)
        {
            if (_sizes[c] == 0)
                _empty.Push(c);
        }
    }

    public int[] Run()
    {
        var order = Enumerable.Range(0, _graph.Count).ToArray();
        _chance.Shuffle<int>(order);
        var queue = new Queue<int>(order);
        var isQueued = new bool[_graph.Count];
        Array.Fill(isQueued, true);
        while (queue.TryDequeue(out var node))
        {
            isQueued[node] = false;
            if (!Move(node))
                continue;
            foreach (var other in _graph.Neighbours(node))
            {
                if (isQueued[other] || _communities[other] == _communities[node])
                    continue;
                isQueued[other] = true;
                queue.Enqueue(other);
            }
        }

        return _communities;
    }

    private bool Move(int node)
    {
        var old = _communities[node];
        var neighbours = _graph.Neighbours(node);
        var weights = _graph.Weights(node);
        for (var e = 0; e < neighbours.Length; e++)
        {
            var community = _communities[neighbours[e]];
            if (_links[community] == 0)
                _touched.Add(community);
            _links[community] += weights[e];
        }

        var weight = _graph.NodeWeight(node);
        _totals[old] -= weight;
        _sizes[old]--;
        var stay = _links[old] - (_factor * weight * _totals[old]);
        var (best, gain) = (old, stay + (1e-12 * weight));
        foreach (var community in _touched)
        {
            var other = _links[community] - (_factor * weight * _totals[community]);
            if (other > gain)
                (best, gain) = (community, other);
            _links[community] = 0;
        }

        _touched.Clear();
        // Alone the gain is 0.
        if (gain < 0 && _sizes[old] > 0)
            best = _empty.Pop();
        if (best != old && _sizes[old] == 0)
            _empty.Push(old);
        _totals[best] += weight;
        _sizes[best]++;
        _communities[node] = best;
        return best != old;
    }
}
