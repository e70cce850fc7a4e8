using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Localization;

/// <summary>
/// Tells of each cluster of profiles its size, centre and spread.
/// </summary>
/// <remarks>
/// <para>Centre and spread as cytoself's <c>calculate_cluster_centrosize</c> has them: the median of each feature, and
/// the median Euclidean distance of the members from it. There on the two axes of a UMAP, here over any features:
/// spectra, embeddings, the axes of a map.</para>
/// <para>Compared over the features that are finite in every row that has any (<see cref="ComparableRows"/>). A row
/// without numbers belongs to no cluster, whatever its number. No rows give no clusters.</para>
/// </remarks>
public sealed class ClusterSummaries
{
    private ClusterSummaries(
        IReadOnlyList<ClusterSummary> clusters, IReadOnlyList<string> features, IReadOnlyList<int> setAside) =>
        (Clusters, UsedFeatures, SetAsideRows) = (clusters, features, setAside);

    /// <summary>The clusters, by number.</summary>
    public IReadOnlyList<ClusterSummary> Clusters { get; }

    /// <summary>The features that centre and spread are over.</summary>
    public IReadOnlyList<string> UsedFeatures { get; }

    /// <summary>The rows without numbers.</summary>
    public IReadOnlyList<int> SetAsideRows { get; }

    /// <summary>Summarizes the clusters of a table.</summary>
    /// <param name="table">The profiles.</param>
    /// <param name="clusters">The cluster of each row; 0 for none.</param>
    /// <param name="centre">What the centre is.</param>
    /// <exception cref="ArgumentException">Not one cluster a row, a number below 0, or a cluster of more than
    /// <see cref="PairDistances.MaxRowCount"/> members.</exception>
    public static ClusterSummaries Of(
        ProfileTable table, IReadOnlyList<int> clusters, ClusterCentre centre = ClusterCentre.Median)
    {
        if (clusters.Count != table.RowCount)
            throw new ArgumentException($"{clusters.Count} clusters for {table.RowCount} rows.", nameof(clusters));
        if (clusters.Any(cluster => cluster < 0))
            throw new ArgumentException("A cluster is below 0.", nameof(clusters));
        var rows = ComparableRows.Of(table, DistanceMetric.Euclidean);
        var found = Enumerable.Range(0, rows.Count)
            .GroupBy(index => clusters[rows.TableRows[index]]).Where(group => group.Key > 0)
            .OrderBy(group => group.Key).Select(group => SummaryOf(rows, group.Key, [.. group], centre)).ToArray();
        return new ClusterSummaries(found, rows.UsedFeatures, rows.SetAsideRows);
    }

    private static ClusterSummary SummaryOf(ComparableRows rows, int number, int[] members, ClusterCentre kind)
    {
        if (members.Length > PairDistances.MaxRowCount)
        {
            throw new ArgumentException(
                $"Cluster {number} has {members.Length} members; at most {PairDistances.MaxRowCount} are compared.");
        }

        var centre = new double[rows.UsedFeatures.Count];
        var values = new double[members.Length];
        for (var f = 0; f < centre.Length; f++)
        {
            for (var i = 0; i < members.Length; i++)
                values[i] = rows[members[i]][f];
            centre[f] = kind == ClusterCentre.Mean ? OrderStatistics.Mean(values) : OrderStatistics.Median(values);
        }

        var distances = Array.ConvertAll(members, member => EuclideanDistance.Between(rows[member], centre));
        return new ClusterSummary(
            number, Array.ConvertAll(members, member => rows.TableRows[member]), centre,
            OrderStatistics.Median(distances), rows.TableRows[Medoid(rows, members)]);
    }

    private static int Medoid(ComparableRows rows, int[] members)
    {
        var (best, least) = (members[0], double.PositiveInfinity);
        foreach (var member in members)
        {
            var sum = 0.0;
            foreach (var other in members)
                sum += rows.Distance(member, other);
            if (sum < least)
                (best, least) = (member, sum);
        }

        return best;
    }
}
