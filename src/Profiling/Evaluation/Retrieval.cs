namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Measures how often a profile's partner is among those most like it.
/// </summary>
/// <remarks>
/// <para>Every row that has a partner is a query. Top k: its nearest partner has fewer than k other candidates
/// (partners not counted) that are more similar. Among random others: one partner and <see
/// cref="RetrievalOptions.OtherCount"/> others are drawn without replacement by the seed and the query's row, and the
/// partner is the most similar: with 99 others, retrieval at 1 %. Similarities are single precision; at equal ones the
/// partner comes first.</para>
/// <para>Intervals are Clopper and Pearson's; they take queries as independent, which replicates are not quite. A
/// missing value of the partner column makes no query and no candidate; one of <see
/// cref="RetrievalOptions.NotSameColumn"/> likewise.</para>
/// <para>Zero-shot: one row of each class is drawn as its reference; every other row asks the references, without those
/// of the same compound on the same plate, and is right if the most similar one (the first of equal ones, classes in
/// ordinal order) is of its class. A row whose own class then has no reference asks nothing.</para>
/// </remarks>
public static class Retrieval
{
    private const int BlockSize = 32;

    /// <summary>Measures a table.</summary>
    /// <exception cref="ArgumentException">A column is not in the table, or an option is out of its bounds.</exception>
    public static RetrievalResult Of(ProfileTable table, RetrievalOptions options)
    {
        options.Validate();
        var partners = PairIndex.Codes(table.Metadata(options.PartnerColumn));
        var excluded = options.NotSameColumn is { } name ? PairIndex.Codes(table.Metadata(name)) : null;
        var blocks = SimilarityBlocks.Of(table, options.Similarity);
        var isIn = new bool[table.RowCount];
        for (var row = 0; row < isIn.Length; row++)
            isIn[row] = blocks.TakesPart[row] && partners[row] >= 0 && excluded?[row] is not < 0;
        var ranks = new QueryRank?[table.RowCount];
        Parallel.For(0, (table.RowCount + BlockSize - 1) / BlockSize, block =>
        {
            var (first, end) = (block * BlockSize, Math.Min((block + 1) * BlockSize, table.RowCount));
            var similarities = new double[(end - first) * table.RowCount];
            blocks.Rows(first, end - first, similarities);
            for (var row = first; row < end; row++)
            {
                if (!isIn[row])
                    continue;
                var (same, others) = (new List<float>(), new List<float>());
                for (var other = 0; other < isIn.Length; other++)
                {
                    if (other == row || !isIn[other] || (excluded is not null && excluded[other] == excluded[row]))
                        continue;
                    (partners[other] == partners[row] ? same : others)
                        .Add((float)similarities[((row - first) * isIn.Length) + other]);
                }

                ranks[row] = QueryRank.Of(same, others, options, row);
            }
        });
        var queries = ranks.OfType<QueryRank>().ToArray();
        var drawn = queries.Where(query => query.IsFirstOfDrawn is not null).ToArray();
        return new RetrievalResult
        {
            Top =
            [
                .. options.Top.Select(k =>
                    (k, new ShareInterval(queries.Count(query => query.NearerCount < k), queries.Length))),
            ],
            AmongRandomOthers = new ShareInterval(drawn.Count(query => query.IsFirstOfDrawn == true), drawn.Length),
            MeanCandidateCount = queries.Length > 0 ? queries.Average(query => query.CandidateCount) : null,
            RowsLeftOut = table.RowCount - queries.Length,
            FeatureCount = blocks.FeatureCount,
        };
    }

    /// <summary>Zero-shot: how often the most similar of one reference a class is of the query's class.</summary>
    /// <exception cref="ArgumentException">A column is not in the table.</exception>
    public static ShareInterval ZeroShot(
        ProfileTable table,
        string classColumn,
        string? compoundColumn,
        string? plateColumn,
        SimilarityKind similarity,
        int seed)
    {
        var classes = table.Metadata(classColumn);
        var compounds = compoundColumn is null ? null : table.Metadata(compoundColumn);
        var plates = plateColumn is null ? null : table.Metadata(plateColumn);
        var blocks = SimilarityBlocks.Of(table, similarity);
        var random = new Random(seed);
        int[] references =
        [
            .. Enumerable.Range(0, table.RowCount)
                .Where(row => blocks.TakesPart[row] && classes[row].Length > 0)
                .GroupBy(row => classes[row]).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.ElementAt(random.Next(group.Count()))),
        ];
        var isReference = references.ToHashSet();
        var (best, bestClass) = (new float[table.RowCount], new string?[table.RowCount]);
        var hasOwn = new bool[table.RowCount];
        var similarities = new double[table.RowCount];
        foreach (var reference in references)
        {
            blocks.Rows(reference, 1, similarities);
            for (var row = 0; row < table.RowCount; row++)
            {
                if (compounds is not null && compounds[reference] == compounds[row]
                    && (plates is null || plates[reference] == plates[row]))
                {
                    continue;
                }

                hasOwn[row] |= classes[reference] == classes[row];
                if (bestClass[row] is null || (float)similarities[row] > best[row])
                    (best[row], bestClass[row]) = ((float)similarities[row], classes[reference]);
            }
        }

        int[] asked = [.. Enumerable.Range(0, table.RowCount).Where(row =>
            blocks.TakesPart[row] && classes[row].Length > 0 && !isReference.Contains(row) && hasOwn[row])];
        return new ShareInterval(asked.Count(row => bestClass[row] == classes[row]), asked.Length);
    }
}
