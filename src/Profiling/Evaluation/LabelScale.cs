namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How well profiles, and a clustering of them, know one set of labels.
/// </summary>
/// <remarks>
/// Average precision is that of <see cref="AveragePrecision"/> with rows of the same label as positives and rows of
/// other labels as negatives, averaged over the rows that have a positive; by chance it is the mean over random
/// placements. Labels are compared as whole texts; rows without one are left out.
/// </remarks>
public sealed record LabelScale
{
    /// <summary>The labels' column.</summary>
    public required string Column { get; init; }

    /// <summary>Features that the profiles are compared over.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Rows that share their label with another row.</summary>
    public required int QueryCount { get; init; }

    /// <summary>Labels that at least two rows have.</summary>
    public required int ClassCount { get; init; }

    /// <summary>The mean average precision; null without queries.</summary>
    public required double? MeanAveragePrecision { get; init; }

    /// <summary>The mean over random placements; null without queries.</summary>
    public required double? ChancePrecision { get; init; }

    /// <summary>The agreement with the clustering; null where none was named.</summary>
    public required ClusterAgreement? Clustering { get; init; }

    /// <summary>Measures one column of labels.</summary>
    /// <exception cref="ArgumentException">The table has no such column, or an option is out of its
    /// bounds.</exception>
    public static LabelScale Of(
        ProfileTable table, string labelColumn, string? clusterColumn, AveragePrecisionOptions options)
    {
        var rules = new PairRules { PosSameBy = [labelColumn], NegDiffBy = [labelColumn] };
        var result = AveragePrecision.Of(table, rules, options);
        var queries = result.Profiles.Where(profile => profile.IsDefined).ToArray();
        var labels = table.Metadata(labelColumn);
        return new LabelScale
        {
            Column = labelColumn,
            FeatureCount = result.FeatureCount,
            QueryCount = queries.Length,
            ClassCount = queries.Select(query => labels[query.RowIndex]).Distinct(StringComparer.Ordinal).Count(),
            MeanAveragePrecision = queries.Length > 0 ? queries.Average(query => query.AveragePrecision) : null,
            ChancePrecision = queries.Length > 0 ? ChanceOf(queries, result.Nulls!) : null,
            Clustering = clusterColumn is null ? null : ClusterAgreement.Of(labels, table.Metadata(clusterColumn)),
        };
    }

    private static double ChanceOf(ProfilePrecision[] queries, NullDistributions nulls)
    {
        var sum = 0.0;
        foreach (var group in queries.GroupBy(query => query.Pairs))
        {
            var mean = 0.0;
            foreach (var value in nulls[group.Key])
                mean += value;
            sum += mean / nulls.Size * group.Count();
        }

        return sum / queries.Length;
    }
}
