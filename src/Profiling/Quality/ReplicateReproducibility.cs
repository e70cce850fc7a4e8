using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Quality;

/// <summary>
/// Says of each treatment how alike its replicates are, and how alike that many wells of different treatments are.
/// </summary>
/// <remarks>
/// <para>A treatment's number is the median over its pairs of replicates of the cosine (or of Pearson's correlation)
/// of their profiles. Its null: as many wells, each of another treatment, drawn at random <see cref="DrawCount"/>
/// times, the median over their pairs each time; the 95th percentile (linear between values) is what replicates that
/// reproduce exceed (Way et al. 2022, "percent replicating").</para>
/// <para>A feature that is not finite in every row of the table is left out. A treatment of one row, or without a pair
/// that has a direction, has NaN; so has the null where there are fewer treatments than replicates. The same table and
/// seed give the same bytes.</para>
/// </remarks>
public static class ReplicateReproducibility
{
    /// <summary>Draws of the null.</summary>
    public const int DrawCount = 1000;

    private const double NullPercentile = 0.95;

    /// <summary>One entry a treatment, in the order of its values (ordinal, missing last).</summary>
    /// <param name="table">Wells of treatments, normalized.</param>
    /// <param name="treatmentBy">The columns whose values make a treatment.</param>
    /// <param name="centreRows">Whether rows are centred first: Pearson's correlation in place of the cosine.</param>
    /// <param name="seed">Where the draws start.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    public static IReadOnlyList<TreatmentReproducibility> Of(
        ProfileTable table, IReadOnlyList<string> treatmentBy, bool centreRows = false, long seed = 0)
    {
        var columns = treatmentBy.Select(table.Metadata).ToArray();
        var groups = RowGroups.Of(table, treatmentBy);
        var rows = RowVectors.OfFinite(table);
        var hasDirection = new bool[rows.RowCount];
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (centreRows)
                Centre(rows[row]);
            hasDirection[row] = RowVectors.TryNormalize(rows[row]);
        }

        var members = Enumerable.Range(0, groups.Count).Select(group => groups[group].ToArray()).ToArray();
        var nulls = members.Select(m => m.Length).Distinct().Order()
            .ToDictionary(size => size, size => NullOf(rows, hasDirection, members, size, seed));
        return [.. members.Select(own => new TreatmentReproducibility(
            Array.ConvertAll(columns, column => column[own[0]]), own, MedianOfPairs(rows, hasDirection, own),
            nulls[own.Length]))];
    }

    private static double NullOf(RowVectors rows, bool[] hasDirection, int[][] members, int size, long seed)
    {
        if (size < 2 || members.Length < size)
            return double.NaN;
        var chance = new SeededChance(seed + size);
        var order = Enumerable.Range(0, members.Length).ToArray();
        var chosen = new int[size];
        var medians = new List<double>();
        for (var draw = 0; draw < DrawCount; draw++)
        {
            for (var i = 0; i < size; i++)
            {
                var other = i + chance.Below(order.Length - i);
                (order[i], order[other]) = (order[other], order[i]);
                var treatment = members[order[i]];
                chosen[i] = treatment[chance.Below(treatment.Length)];
            }

            var median = MedianOfPairs(rows, hasDirection, chosen);
            if (!double.IsNaN(median))
                medians.Add(median);
        }

        return OrderStatistics.Quantile([.. medians], NullPercentile);
    }

    private static double MedianOfPairs(RowVectors rows, bool[] hasDirection, int[] chosen)
    {
        var cosines = new List<double>(chosen.Length * (chosen.Length - 1) / 2);
        for (var i = 0; i < chosen.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (hasDirection[chosen[i]] && hasDirection[chosen[j]])
                    cosines.Add(Math.Clamp(RowVectors.Dot(rows[chosen[i]], rows[chosen[j]]), -1, 1));
            }
        }

        return OrderStatistics.Median([.. cosines]);
    }

    private static void Centre(Span<double> row)
    {
        var mean = OrderStatistics.Mean(row);
        var largest = 0.0;
        foreach (ref var value in row)
        {
            largest = Math.Max(largest, Math.Abs(value));
            value -= mean;
        }

        // What rounding leaves of equal values is no direction.
        var rest = 0.0;
        foreach (var value in row)
            rest = Math.Max(rest, Math.Abs(value));
        if (rest <= row.Length * 2.2e-16 * largest)
            row.Clear();
    }
}
