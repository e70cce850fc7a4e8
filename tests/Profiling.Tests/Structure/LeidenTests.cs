using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class LeidenTests
{
    // Zachary, An information flow model for conflict and fission in small groups (1977): 34 members, 78 ties.
    private const string KarateClub =
        "1-2 1-3 2-3 1-4 2-4 3-4 1-5 1-6 1-7 5-7 6-7 1-8 2-8 3-8 4-8 1-9 3-9 3-10 1-11 5-11 6-11 1-12 1-13 4-13 " +
        "1-14 2-14 3-14 4-14 6-17 7-17 1-18 2-18 1-20 2-20 1-22 2-22 24-26 25-26 3-28 24-28 25-28 3-29 24-30 27-30 " +
        "2-31 9-31 1-32 25-32 26-32 29-32 3-33 9-33 15-33 16-33 19-33 21-33 23-33 24-33 30-33 31-33 32-33 9-34 " +
        "10-34 14-34 15-34 16-34 19-34 20-34 21-34 23-34 24-34 27-34 28-34 29-34 30-34 31-34 32-34 33-34";

    [Fact]
    public void The_karate_club_falls_into_its_four_known_communities()
    {
        // The largest modularity of this graph, 0.419790 (Brandes et al., On modularity clustering, 2008).
        var graph = Karate();
        Assert.Equal(78, graph.EdgeCount);
        int[][] expected =
        [
            [9, 10, 15, 16, 19, 21, 23, 27, 30, 31, 33, 34],
            [1, 2, 3, 4, 8, 12, 13, 14, 18, 20, 22],
            [24, 25, 26, 28, 29, 32],
            [5, 6, 7, 11, 17],
        ];
        for (var seed = 0; seed < 20; seed++)
        {
            var found = Leiden.Find(graph, new LeidenOptions { Seed = seed });
            Assert.InRange(found.Modularity, 0.4155, 0.4197897);
            if (seed > 0)
                continue;
            Assert.Equal(0.4197896, found.Modularity, 1e-7);
            Assert.Equal(4, found.Count);
            for (var c = 0; c < 4; c++)
                Assert.Equal(expected[c], Enumerable.Range(1, 34).Where(member => found.Numbers[member - 1] == c + 1));
        }
    }

    [Fact]
    public void Modularity_is_its_definition()
    {
        // Two triangles with one tie between: 2 · (3/7 − (7/14)²) = 5/14.
        var graph = WeightedGraph.Of(
            6, [(0, 1, 1), (0, 2, 1), (1, 2, 1), (3, 4, 1), (3, 5, 1), (4, 5, 1), (2, 3, 1)]);
        Assert.Equal(5.0 / 14, Leiden.Quality(graph, [0, 0, 0, 9, 9, 9], 1), 1e-15);
        Assert.Equal((6.0 / 7) - (2 * 0.5), Leiden.Quality(graph, [0, 0, 0, 9, 9, 9], 2), 1e-15);
        Assert.Equal(0, Leiden.Quality(graph, [4, 4, 4, 4, 4, 4], 1), 1e-15);
        var found = Leiden.Find(graph, new LeidenOptions());
        Assert.Equal([1, 1, 1, 2, 2, 2], found.Numbers);
        Assert.Equal(5.0 / 14, found.Quality, 1e-15);
        Assert.Throws<ArgumentException>(() => Leiden.Quality(graph, [0, 1], 1));
    }

    [Fact]
    public void Every_community_is_connected_and_no_node_would_rather_move() => Prop.ForAll(
        Gen.Choose(2, 40).SelectMany(n => Gen.Choose(0, 1 << 20).Select(seed => (n, seed))).ToArbitrary(),
        sample =>
        {
            var graph = RandomGraph(sample.n, 1.5 / sample.n, sample.seed);
            if (graph.EdgeCount == 0)
                return;
            foreach (var resolution in new[] { 0.3, 1, 3 })
            {
                var found = Leiden.Find(graph, new LeidenOptions { Resolution = resolution, Seed = sample.seed });
                Assert.Equal(found.Quality, Leiden.Quality(graph, found.Numbers, resolution));
                Assert.Equal(found.Count, ConnectedParts(graph, found.Numbers));
                for (var node = 0; node < graph.Count; node++)
                {
                    for (var community = 1; community <= found.Count + 1; community++)
                    {
                        var moved = found.Numbers.ToArray();
                        moved[node] = community;
                        Assert.True(Leiden.Quality(graph, moved, resolution) <= found.Quality + 1e-10);
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_resolution_gives_more_communities()
    {
        var graph = Karate();
        var counts = new[] { 0.2, 1, 3, 20 }
            .Select(resolution => Leiden.Find(graph, new LeidenOptions { Resolution = resolution }).Count).ToArray();
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(1, counts[0]);
        Assert.True(counts[3] > 20);
    }

    [Fact]
    public void Profiles_fall_into_the_groups_that_they_were_made_in()
    {
        var table = SeededNumbers.Table(150, 8, 77);
        var values = table.ColumnMajorValues.ToArray();
        for (var row = 0; row < 150; row++)
            values[(row / 50 * 150) + row] += 4;
        // Two rows that cannot be compared.
        for (var f = 0; f < 8; f++)
            (values[(f * 150) + 149], values[(f * 150) + 60]) = (0, double.NaN);
        var found = Leiden.Find(table.WithFeatures(values), new LeidenOptions { Resolution = 0.2 });
        Assert.Equal(3, found.Count);
        for (var row = 0; row < 150; row++)
            Assert.Equal(row is 149 or 60 ? 0 : (row / 50) + 1, found.Numbers[row]);
    }

    [Fact]
    public void The_same_rows_in_any_order_and_on_any_number_of_threads_form_the_same_communities()
    {
        var table = SeededNumbers.Table(120, 4, 41);
        var shuffled = Enumerable.Range(0, 120).ToArray();
        new Random(8).Shuffle(shuffled);
        var found = Leiden.Find(table, new LeidenOptions { MaxThreads = 1 });
        Assert.Equal(found.Numbers, Leiden.Find(table, new LeidenOptions { MaxThreads = 2 }).Numbers);
        var other = Leiden.Find(table.SelectRows(shuffled), new LeidenOptions());
        Assert.Equal(found.Quality, other.Quality, 1e-15);
        for (var i = 0; i < 120; i++)
        {
            for (var j = 0; j < 120; j++)
            {
                Assert.Equal(
                    found.Numbers[shuffled[i]] == found.Numbers[shuffled[j]], other.Numbers[i] == other.Numbers[j]);
            }
        }
    }

    [Fact]
    public void Few_rows_form_few_communities()
    {
        var table = SeededNumbers.Table(3, 4, 1);
        Assert.Equal(0, Leiden.Find(table.SelectRows([]), new LeidenOptions()).Count);
        var one = Leiden.Find(table.SelectRows([0]), new LeidenOptions());
        Assert.Equal([1], one.Numbers);
        Assert.Equal(double.NaN, one.Modularity);
        Assert.Equal([1, 1], Leiden.Find(table.SelectRows([0, 1]), new LeidenOptions()).Numbers);
        Assert.Equal([1, 1, 1], Leiden.Find(table, new LeidenOptions()).Numbers);
        Assert.Equal([1, 1, 1], Leiden.Find(table.SelectRows([2, 2, 2]), new LeidenOptions()).Numbers);
        Assert.Equal([1, 2], Leiden.Find(WeightedGraph.Of(2, []), new LeidenOptions()).Numbers);
    }

    [Fact]
    public void An_option_out_of_bounds_is_named()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Leiden.Find(Karate(), new LeidenOptions { Resolution = 0 }));
        Assert.Equal("Resolution is 0, expected above 0, to 1000.", error.Message);
        Assert.Throws<ArgumentException>(() => new LeidenOptions { Randomness = 2 }.Validate());
        Assert.Throws<ArgumentException>(() => new LeidenOptions { NeighbourCount = 1 }.Validate());
    }

    private static WeightedGraph Karate() => WeightedGraph.Of(34, KarateClub.Split(' ').Select(tie =>
    {
        var ends = tie.Split('-');
        return (int.Parse(ends[0]) - 1, int.Parse(ends[1]) - 1, 1.0);
    }));

    private static WeightedGraph RandomGraph(int nodeCount, double share, int seed)
    {
        var random = new Random(seed);
        return WeightedGraph.Of(
            nodeCount,
            from node in Enumerable.Range(0, nodeCount)
            from other in Enumerable.Range(node + 1, nodeCount - node - 1)
            where random.NextDouble() < share
            select (node, other, random.NextDouble() + 0.1));
    }

    private static int ConnectedParts(WeightedGraph graph, IReadOnlyList<int> communities)
    {
        var (seen, parts) = (new bool[graph.Count], 0);
        for (var first = 0; first < graph.Count; first++)
        {
            if (seen[first])
                continue;
            parts++;
            var open = new Stack<int>([first]);
            seen[first] = true;
            while (open.TryPop(out var node))
            {
                foreach (var other in graph.Neighbours(node))
                {
                    if (seen[other] || communities[other] != communities[node])
                        continue;
                    seen[other] = true;
                    open.Push(other);
                }
            }
        }

        return parts;
    }
}
