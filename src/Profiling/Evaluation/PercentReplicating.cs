namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Measures reproducibility: the share of replicate pairs that are more alike than 95 % of the non-replicate pairs.
/// </summary>
/// <remarks>
/// <para>Replicates are rows with the same values of some columns; a row without one of them takes no part.
/// Similarities are kept in single precision; the percentile is numpy's, between order statistics linearly at (n −
/// 1)·0.95, and exact: it is found by counting the numbers' upper and then lower 16 bits, so that no list of pairs is
/// made.</para>
/// <para>Source: Way et al. 2022 (percent replicating), over pairs rather than medians of compounds. Features that are
/// not finite in some row are left out.</para>
/// </remarks>
public static class PercentReplicating
{
    private const double Percentile = 0.95;

    /// <summary>Measures a table.</summary>
    /// <exception cref="ArgumentException">No columns are named, or one is not in the table.</exception>
    public static PercentReplicatingResult Of(
        ProfileTable table, IReadOnlyList<string> replicateColumns, SimilarityKind kind)
    {
        if (replicateColumns.Count == 0)
            throw new ArgumentException("Name at least one column of replicates.", nameof(replicateColumns));
        var codes = replicateColumns.Select(name => PairIndex.Codes(table.Metadata(name))).ToArray();
        var keys = PairIndex.KeyOf(codes, table.RowCount, missingIsMissing: true);
        var blocks = SimilarityBlocks.Of(table, kind);
        var upper = blocks.ForEachPair(() => new PairCounts(), (own, row, other, similarity) =>
        {
            if (keys[row] < 0 || keys[other] < 0)
                return;
            if (keys[row] == keys[other])
                own.ReplicateCount++;
            else
                own.Upper[OrderedBits(similarity) >> 16]++;
        });
        var counts = new long[1 << 16];
        foreach (var own in upper)
        {
            for (var bin = 0; bin < counts.Length; bin++)
                counts[bin] += own.Upper[bin];
        }

        var (replicates, others) = (upper.Sum(own => own.ReplicateCount), counts.Sum());
        var threshold = others > 0 ? PercentileOf(blocks, keys, counts, others) : (double?)null;
        var above = threshold is null ? [] : blocks.ForEachPair(() => new PairCounts(), (own, row, other, similarity) =>
        {
            if (keys[row] >= 0 && keys[row] == keys[other] && similarity > threshold)
                own.ReplicateCount++;
        });
        return new PercentReplicatingResult(
            replicates,
            others,
            above.Sum(own => own.ReplicateCount),
            threshold,
            blocks.FeatureCount,
            Enumerable.Range(0, table.RowCount).Count(row => keys[row] < 0 || !blocks.TakesPart[row]));
    }

    private static double PercentileOf(SimilarityBlocks blocks, int[] keys, long[] counts, long total)
    {
        var position = (total - 1) * Percentile;
        var rank = (long)Math.Floor(position);
        var next = Math.Min(rank + 1, total - 1);
        var (first, firstBefore) = BinOf(counts, rank);
        var (second, secondBefore) = BinOf(counts, next);
        var lower = blocks.ForEachPair(() => new PairCounts(), (own, row, other, similarity) =>
        {
            if (keys[row] < 0 || keys[other] < 0 || keys[row] == keys[other])
                return;
            var bits = OrderedBits(similarity);
            if (bits >> 16 == first)
                own.Upper[bits & 0xFFFF]++;
            else if (bits >> 16 == second)
                own.Lower[bits & 0xFFFF]++;
        });
        var (inFirst, inSecond) = (new long[1 << 16], new long[1 << 16]);
        foreach (var own in lower)
        {
            for (var bin = 0; bin < inFirst.Length; bin++)
            {
                inFirst[bin] += own.Upper[bin];
                inSecond[bin] += own.Lower[bin];
            }
        }

        var low = Value(first, BinOf(inFirst, rank - firstBefore).Bin);
        var high = Value(second, BinOf(first == second ? inFirst : inSecond, next - secondBefore).Bin);
        return low + ((position - rank) * (high - low));
    }

    private static (uint Bin, long Before) BinOf(long[] counts, long rank)
    {
        var before = 0L;
        for (var bin = 0u; bin < counts.Length; bin++)
        {
            if (before + counts[bin] > rank)
                return (bin, before);
            before += counts[bin];
        }

        throw new InvalidOperationException($"{before} values have none of rank {rank}.");
    }

    /// <summary>Bits that order as the numbers do.</summary>
    private static uint OrderedBits(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    private static double Value(uint upper, uint lower)
    {
        var bits = (upper << 16) | lower;
        return BitConverter.UInt32BitsToSingle((bits & 0x80000000) != 0 ? bits & 0x7FFFFFFF : ~bits);
    }

    private sealed class PairCounts
    {
        public long[] Upper { get; } = new long[1 << 16];

        public long[] Lower { get; } = new long[1 << 16];

        public long ReplicateCount { get; set; }
    }
}
