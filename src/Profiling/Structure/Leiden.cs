namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Finds communities: groups of profiles with more links within than chance would give.
/// </summary>
/// <remarks>
/// <para>Source: Traag, Waltman and van Eck 2019: fast local moves, refinement within communities, aggregation of the
/// refined ones, until nothing moves; the whole again from the result until its quality does not grow (at most
/// <see cref="MaxRoundCount"/> times). Quality, after Reichardt and Bornholdt: Σ over communities of w/m − γ(K/2m)², w
/// the weight within, K the sum of its nodes' weights, m the weight of all edges, γ the resolution.</para>
/// <para>Every community is connected. The same graph and seed give the same communities. A node without edges is
/// a community of its own.</para>
/// <para>For profiles the graph is that of <see cref="FuzzyNeighbourGraph"/>, over the rows in the order of their
/// values, so that the order of rows in the table changes at most the numbers of equally large communities.</para>
/// </remarks>
public static class Leiden
{
    /// <summary>The most times that the whole is done.</summary>
    public const int MaxRoundCount = 50;

    /// <summary>The communities of a table's rows.</summary>
    /// <exception cref="ArgumentException">An option is out of bounds, or there are too many rows
    /// (<see cref="NeighbourLists.MaxRowCount"/>).</exception>
    public static Communities Find(ProfileTable table, LeidenOptions options)
    {
        options.Validate();
        var rows = ComparableRows.Of(table, options.Metric).InOrderOfValues();
        var lists = NeighbourLists.Of(rows, options.NeighbourCount - 1, maxThreads: options.MaxThreads);
        var found = Find(FuzzyNeighbourGraph.Of(lists), options);
        var named = rows.ToTable(found.Numbers, 0);
        // Numbered again, by the table's order of rows.
        var placed = Enumerable.Range(0, named.Length).Where(row => named[row] > 0).ToArray();
        var numbers = ClusterNumbers.LargestFirst(Array.ConvertAll(placed, row => named[row]));
        for (var i = 0; i < placed.Length; i++)
            named[placed[i]] = numbers[i];
        return found with { Numbers = named };
    }

    /// <summary>The communities of a graph's nodes.</summary>
    public static Communities Find(WeightedGraph graph, LeidenOptions options)
    {
        options.Validate();
        var start = LeidenGraph.Of(graph);
        var chance = new SeededChance(options.Seed);
        var best = Enumerable.Range(0, graph.Count).ToArray();
        var quality = Quality(graph, best, options.Resolution);
        for (var round = 0; round < MaxRoundCount; round++)
        {
            var found = Round(start, best, options, chance);
            Split(graph, found);
            var reached = Quality(graph, found, options.Resolution);
            if (!(reached > quality + 1e-12))
                break;
            (best, quality) = (found, reached);
        }

        var numbers = ClusterNumbers.LargestFirst(best);
        return new Communities(
            numbers, numbers.Length == 0 ? 0 : numbers.Max(), Quality(graph, numbers, 1),
            Quality(graph, numbers, options.Resolution));
    }

    /// <summary>The quality of any division of a graph; modularity at resolution 1; NaN without edges.</summary>
    /// <exception cref="ArgumentException">Not one community a node.</exception>
    public static double Quality(WeightedGraph graph, IReadOnlyList<int> communities, double resolution)
    {
        if (communities.Count != graph.Count)
            throw new ArgumentException($"{communities.Count} communities for {graph.Count} nodes.");
        var totals = new SortedDictionary<int, double>();
        var (within, all) = (0.0, 0.0);
        for (var node = 0; node < graph.Count; node++)
        {
            var weight = 0.0;
            for (var e = 0; e < graph.Neighbours(node).Length; e++)
            {
                weight += graph.Weights(node)[e];
                if (communities[graph.Neighbours(node)[e]] == communities[node])
                    within += graph.Weights(node)[e];
            }

            all += weight;
            totals[communities[node]] = totals.GetValueOrDefault(communities[node]) + weight;
        }

        var expected = totals.Values.Sum(total => total / all * (total / all));
        return (within / all) - (resolution * expected);
    }

    /// <summary>One time through all levels, from a division of the nodes.</summary>
    private static int[] Round(LeidenGraph graph, int[] start, LeidenOptions options, SeededChance chance)
    {
        var nodeOf = Enumerable.Range(0, graph.Count).ToArray();
        var communities = LeidenGraph.Number(start);
        while (true)
        {
            communities = new LeidenMoves(graph, communities, options.Resolution, chance).Run();
            var refined = new LeidenRefinement(graph, communities, options, chance).Run();
            var smaller = graph.Aggregate(refined, out var communityOfNode);
            if (smaller.Count == graph.Count)
                break;
            var ofSmaller = new int[smaller.Count];
            for (var node = 0; node < graph.Count; node++)
                ofSmaller[communityOfNode[node]] = communities[node];
            for (var node = 0; node < nodeOf.Length; node++)
                nodeOf[node] = communityOfNode[nodeOf[node]];
            (graph, communities) = (smaller, LeidenGraph.Number(ofSmaller));
        }

        return Array.ConvertAll(nodeOf, node => communities[node]);
    }

    /// <summary>Makes each connected part of a community one of its own. Refined communities are connected; should
    /// refinement have ended early, their union may not be, and parting it betters the quality.</summary>
    private static void Split(WeightedGraph graph, int[] communities)
    {
        var parts = new int[communities.Length];
        var (next, open) = (0, new Stack<int>());
        for (var first = 0; first < parts.Length; first++)
        {
            if (parts[first] != 0)
                continue;
            parts[first] = ++next;
            open.Push(first);
            while (open.TryPop(out var node))
            {
                foreach (var other in graph.Neighbours(node))
                {
                    if (parts[other] != 0 || communities[other] != communities[node])
                        continue;
                    parts[other] = next;
                    open.Push(other);
                }
            }
        }

        parts.CopyTo(communities, 0);
    }
}
