namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Divides each community anew from its single nodes, so that what is aggregated is well connected (Leiden's
/// refinement).
/// </summary>
/// <remarks>
/// In a random order, a node that is still alone and well connected to its community joins one of the refined
/// communities that it has an edge to, that is itself well connected, and that does not lower the quality; which one is
/// random, as exp(gain/randomness). Nodes never leave again, so refined communities are connected.
/// </remarks>
internal sealed class LeidenRefinement
{
    private readonly LeidenGraph _graph;
    private readonly int[] _communities;
    private readonly double _factor;
    private readonly double _randomness;
    private readonly SeededChance _chance;
    private readonly int[] _refined;
    private readonly double[] _totals;
    private readonly double[] _outward;
    private readonly bool[] _isAlone;
    private readonly double[] _communityTotals;
    private readonly double[] _links;
    private readonly List<int> _touched = [];

    public LeidenRefinement(LeidenGraph graph, int[] communities, LeidenOptions options, SeededChance chance)
    {
        (_graph, _communities, _chance) = (graph, communities, chance);
        (_factor, _randomness) = (options.Resolution / graph.TwiceTotal, options.Randomness);
        _refined = Enumerable.Range(0, graph.Count).ToArray();
        _totals = new double[graph.Count];
        _outward = new double[graph.Count];
        _isAlone = new bool[graph.Count];
        _communityTotals = new double[graph.Count];
        _links = new double[graph.Count];
        for (var node = 0; node < graph.Count; node++)
        {
            _totals[node] = graph.NodeWeight(node);
            _isAlone[node] = true;
            _communityTotals[communities[node]] += graph.NodeWeight(node);
            for (var e = 0; e < graph.Neighbours(node).Length; e++)
            {
                if (communities[graph.Neighbours(node)[e]] == communities[node])
                    _outward[node] += graph.Weights(node)[e];
            }
        }
    }

    /// <summary>The refined community of each node.</summary>
    public int[] Run()
    {
        var order = Enumerable.Range(0, _graph.Count).ToArray();
        _chance.Shuffle<int>(order);
        foreach (var node in order)
        {
            // Alone still, its refined community is itself.
            if (_isAlone[node] && IsWellConnected(node, _communities[node]))
                Join(node);
        }

        return _refined;
    }

    /// <summary>Whether a refined community has as much weight to the rest of its community as chance would
    /// give.</summary>
    private bool IsWellConnected(int refined, int community) =>
        _outward[refined] >= _factor * _totals[refined] * (_communityTotals[community] - _totals[refined]);

    private void Join(int node)
    {
        var neighbours = _graph.Neighbours(node);
        var weights = _graph.Weights(node);
        for (var e = 0; e < neighbours.Length; e++)
        {
            if (_communities[neighbours[e]] != _communities[node])
                continue;
            var refined = _refined[neighbours[e]];
            if (_links[refined] == 0)
                _touched.Add(refined);
            _links[refined] += weights[e];
        }

        var target = Choose(node);
        if (target != node)
        {
            _refined[node] = target;
            _isAlone[target] = false;
            _isAlone[node] = false;
            _totals[target] += _graph.NodeWeight(node);
            // What leads from the node to the target now lies within.
            _outward[target] += _outward[node] - (2 * _links[target]);
        }

        foreach (var refined in _touched)
            _links[refined] = 0;
        _touched.Clear();
    }

    private int Choose(int node)
    {
        var weight = _graph.NodeWeight(node);
        var candidates = new List<(int Refined, double Gain)> { (node, 0) };
        foreach (var refined in _touched)
        {
            var gain = _links[refined] - (_factor * weight * _totals[refined]);
            if (gain >= 0 && IsWellConnected(refined, _communities[node]))
                candidates.Add((refined, gain));
        }

        var largest = candidates.Max(candidate => candidate.Gain);
        var odds = candidates.ConvertAll(candidate => StableMath.Exp((candidate.Gain - largest) / _randomness));
        var place = _chance.Share() * odds.Sum();
        for (var i = 0; i < odds.Count; i++)
        {
            place -= odds[i];
            if (place < 0)
                return candidates[i].Refined;
        }

        return candidates[^1].Refined;
    }
}
