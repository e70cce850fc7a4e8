namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Where a query's partners stand among its candidates.
/// </summary>
/// <param name="NearerCount">Other candidates more similar than the nearest partner.</param>
/// <param name="CandidateCount">Partners and others.</param>
/// <param name="IsFirstOfDrawn">Whether a drawn partner is more similar than the drawn others; null where there are too
/// few others.</param>
internal sealed record QueryRank(int NearerCount, int CandidateCount, bool? IsFirstOfDrawn)
{
    /// <summary>Ranks a query; null where it has no partner.</summary>
    public static QueryRank? Of(List<float> partners, List<float> others, RetrievalOptions options, int row)
    {
        if (partners.Count == 0)
            return null;
        var nearest = partners.Max();
        bool? isFirst = null;
        if (others.Count >= options.OtherCount)
        {
            var random = new Random(HashCode(options.Seed, row));
            var partner = partners[random.Next(partners.Count)];
            isFirst = true;
            for (var i = 0; i < options.OtherCount; i++)
            {
                var drawn = random.Next(i, others.Count);
                (others[i], others[drawn]) = (others[drawn], others[i]);
                isFirst &= others[i] <= partner;
            }
        }

        return new QueryRank(others.Count(other => other > nearest), partners.Count + others.Count, isFirst);
    }

    private static int HashCode(int seed, int row) => unchecked((seed * 73856093) ^ (row * 19349663)) & int.MaxValue;
}
