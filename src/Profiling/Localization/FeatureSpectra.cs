using System.Globalization;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Localization;

/// <summary>
/// Code histograms in clustered order, and their sums over the clusters of codes.
/// </summary>
/// <remarks>
/// The feature spectrum of a protein, compound or well (Kobayashi et al. 2022; cytoself's
/// <c>compute_feature_spectrum</c>): its mean histogram, codes in the order of a <see cref="CodeClustermap"/>. Nothing
/// is scaled: shares stay shares. A share that is no number stays one, and so does its cluster's sum.
/// </remarks>
public static class FeatureSpectra
{
    /// <summary>The column name of a cluster's sum.</summary>
    public static string ClusterName(int cluster) =>
        cluster == 0 ? "Codes_Set_Aside" : string.Create(CultureInfo.InvariantCulture, $"Code_Cluster_{cluster}");

    /// <summary>The same rows, the codes in clustered order.</summary>
    /// <exception cref="ArgumentException">The map is of another number of codes.</exception>
    public static ProfileTable InOrder(ProfileTable histograms, CodeClustermap map)
    {
        Require(histograms, map);
        return histograms.SelectFeatures(map.Order);
    }

    /// <summary>The same rows, for each cluster of codes the sum of its shares; last those set aside, where there are
    /// any.</summary>
    /// <exception cref="ArgumentException">The map is of another number of codes.</exception>
    public static ProfileTable ClusterShares(ProfileTable histograms, CodeClustermap map)
    {
        Require(histograms, map);
        var clusters = Enumerable.Range(1, map.ClusterCount).Concat(map.SetAsideCodes.Count > 0 ? [0] : []).ToArray();
        var values = new double[clusters.Length * histograms.RowCount];
        for (var i = 0; i < clusters.Length; i++)
        {
            var sums = values.AsSpan(i * histograms.RowCount, histograms.RowCount);
            foreach (var code in map.Order.Where(code => map.Clusters[code] == clusters[i]))
            {
                var shares = histograms.Feature(code);
                for (var row = 0; row < sums.Length; row++)
                    sums[row] += shares[row];
            }
        }

        return histograms.WithFeatures(Array.ConvertAll(clusters, ClusterName), values);
    }

    /// <summary>The rows in an order in which those of like spectra stand beside each other: that of an
    /// average-linkage tree of 1 − correlation, its leaves in the best order (<see cref="OptimalLeafOrder"/>).
    /// </summary>
    /// <remarks>Rows that cannot be compared (<see cref="ComparableRows"/>) stand last. More rows than
    /// <see cref="OptimalLeafOrder.MaxLeafCount"/> stay in the table's order.</remarks>
    public static int[] OrderOfLikeness(ProfileTable histograms)
    {
        if (histograms.RowCount > OptimalLeafOrder.MaxLeafCount)
            return [.. Enumerable.Range(0, histograms.RowCount)];
        var spectra = ComparableRows.Of(histograms, DistanceMetric.Correlation);
        var distances = PairDistances.Of(spectra);
        var leaves = OptimalLeafOrder.Of(HierarchicalClustering.Link(distances, LinkageMethod.Average), distances);
        return [.. leaves.Select(leaf => spectra.TableRows[leaf]), .. spectra.SetAsideRows];
    }

    private static void Require(ProfileTable histograms, CodeClustermap map)
    {
        if (histograms.FeatureCount != map.Order.Count)
        {
            throw new ArgumentException(
                $"Histograms of {histograms.FeatureCount} codes for an order of {map.Order.Count}.",
                nameof(histograms));
        }
    }
}
