namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Measures how well the plate or acquisition batch of a profile can be told from its nearest profiles.
/// </summary>
/// <remarks>
/// <para>Each row's batch is predicted by a vote of its nearest other rows (leave one out; of batches with equally many
/// votes the one whose vote is nearest). What it would be by chance is found by permuting the batches among the rows,
/// neighbours kept: that asks whether a row's batch says anything of its neighbours' batches. Where layout ties
/// compounds to batches, biology says something of it too: see <see cref="BatchEffectOptions.NotSameColumn"/>, or
/// look at the controls alone.</para>
/// <para>Rows without a batch are left out, as are rows that cannot be compared (<see cref="ComparableRows"/>) and, of
/// the prediction, rows without any neighbour. The same table gives the same result, on any number of threads; another
/// order of rows changes the permutations only.</para>
/// </remarks>
public static class BatchEffect
{
    /// <summary>The batch effect in a table.</summary>
    /// <exception cref="ArgumentException">A column is not in the table, an option is out of bounds, or there are more
    /// rows than <see cref="NeighbourLists.MaxRowCount"/>.</exception>
    public static BatchEffectResult Measure(ProfileTable table, string batchColumn, BatchEffectOptions options)
    {
        options.Validate();
        var labels = table.Metadata(batchColumn);
        var named = table.SelectRows(row => labels[row].Length > 0);
        var rows = ComparableRows.Of(named, options.Metric);
        var (names, batchOf) = Encode(named.Metadata(batchColumn), rows);
        Func<int, int, bool>? mayBeNeighbour = null;
        if (options.NotSameColumn is { } column)
        {
            var kinds = KindsOf(named.Metadata(column), rows);
            mayBeNeighbour = (row, other) => kinds[row] < 0 || kinds[row] != kinds[other];
        }

        var lists = NeighbourLists.Of(rows, options.NeighbourCount, mayBeNeighbour, options.MaxThreads);
        var queries = Enumerable.Range(0, rows.Count).Where(row => lists.Neighbours(row).Length > 0).ToArray();
        var right = new int[names.Length];
        var asked = new int[names.Length];
        var votes = new int[names.Length];
        foreach (var row in queries)
        {
            asked[batchOf[row]]++;
            right[batchOf[row]] += Predict(lists.Neighbours(row), batchOf, votes) == batchOf[row] ? 1 : 0;
        }

        var shares = names.Select((name, b) => new BatchShare(
            name, asked[b], asked[b] > 0 ? (double)right[b] / asked[b] : double.NaN)).ToArray();
        if (names.Length < 2 || queries.Length == 0)
            return Undefined(queries.Length, options.NeighbourCount, shares);
        var correct = right.Sum();
        var permuted = Permute(lists, queries, batchOf, names.Length, options);
        var (chance, low, high) = Describe(permuted, queries.Length);
        return new BatchEffectResult(
            queries.Length,
            options.NeighbourCount,
            shares,
            (double)correct / queries.Length,
            chance,
            low,
            high,
            permuted.Length == 0 ? double.NaN : (permuted.Count(p => p >= correct) + 1.0) / (permuted.Length + 1),
            (double)asked.Max() / queries.Length,
            NeighbourShare(lists, queries, batchOf),
            ChanceShare(batchOf, names.Length),
            Structure.Silhouette.Of(rows, batchOf, options.MaxThreads));
    }

    private static BatchEffectResult Undefined(int rowCount, int neighbourCount, BatchShare[] shares) => new(
        rowCount, neighbourCount, shares, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN,
        double.NaN, double.NaN, double.NaN);

    private static (string[] Names, int[] Of) Encode(IReadOnlyList<string> labels, ComparableRows rows)
    {
        var names = rows.TableRows.Select(row => labels[row]).Distinct().Order(StringComparer.Ordinal).ToArray();
        return (names, [.. rows.TableRows.Select(
            row => Array.BinarySearch(names, labels[row], StringComparer.Ordinal))]);
    }

    // A row without a value is of no kind: -1.
    private static int[] KindsOf(IReadOnlyList<string> labels, ComparableRows rows)
    {
        var (names, of) = Encode(labels, rows);
        return Array.ConvertAll(of, kind => names[kind].Length > 0 ? kind : -1);
    }

    private static int Predict(ReadOnlySpan<int> neighbours, int[] batchOf, int[] votes)
    {
        var most = 0;
        foreach (var neighbour in neighbours)
            most = Math.Max(most, ++votes[batchOf[neighbour]]);
        var predicted = -1;
        foreach (var neighbour in neighbours)
        {
            if (votes[batchOf[neighbour]] != most)
                continue;
            predicted = batchOf[neighbour];
            break;
        }

        foreach (var neighbour in neighbours)
            votes[batchOf[neighbour]] = 0;
        return predicted;
    }

    private static int[] Permute(
        NeighbourLists lists, int[] queries, int[] batchOf, int batchCount, BatchEffectOptions options)
    {
        var correct = new int[options.PermutationCount];
        Threads.For(correct.Length, options.MaxThreads, permutation =>
        {
            var shuffled = (int[])batchOf.Clone();
            new SeededChance((options.Seed * 1_000_003) + permutation).Shuffle<int>(shuffled);
            var votes = new int[batchCount];
            foreach (var row in queries)
                correct[permutation] += Predict(lists.Neighbours(row), shuffled, votes) == shuffled[row] ? 1 : 0;
        });
        return correct;
    }

    private static (double Mean, double Low, double High) Describe(int[] permuted, int queryCount)
    {
        if (permuted.Length == 0)
            return (double.NaN, double.NaN, double.NaN);
        var shares = Array.ConvertAll(permuted, correct => (double)correct / queryCount);
        return (
            (double)permuted.Sum(correct => (long)correct) / permuted.Length / queryCount,
            OrderStatistics.Quantile(shares, 0.025),
            OrderStatistics.Quantile(shares, 0.975));
    }

    private static double NeighbourShare(NeighbourLists lists, int[] queries, int[] batchOf)
    {
        var sum = 0.0;
        foreach (var row in queries)
        {
            var same = 0;
            foreach (var neighbour in lists.Neighbours(row))
                same += batchOf[neighbour] == batchOf[row] ? 1 : 0;
            sum += (double)same / lists.Neighbours(row).Length;
        }

        return sum / queries.Length;
    }

    private static double ChanceShare(int[] batchOf, int batchCount)
    {
        var counts = new double[batchCount];
        foreach (var batch in batchOf)
            counts[batch]++;
        var total = (double)batchOf.Length;
        return counts.Sum(count => count * (count - 1)) / (total * (total - 1));
    }
}
