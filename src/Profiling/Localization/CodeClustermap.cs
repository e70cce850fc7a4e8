using System.Globalization;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Localization;

/// <summary>
/// The correlations of all codes over profiles, and the order and clusters that a tree of them gives.
/// </summary>
/// <remarks>
/// <para>Codes that occur in the same profiles stand beside each other: that order makes a histogram a feature
/// spectrum (Kobayashi et al. 2022, Nature Methods 19, 995; cytoself's <c>plot_clustermap</c>). Correlations are
/// Pearson's, over profiles (means of groups, or wells); the tree is hierarchical, its leaves in the best order
/// (<see cref="OptimalLeafOrder"/>, up to its bound), beginning at that end whose code is the more common, at equal
/// ones at the lower column. Clusters are a cut of the tree, numbered along the order from 1: each is one piece of
/// it.</para>
/// <para>A profile with a code that is no finite number is left out. A code that does not vary over the others (one
/// that is never used, say) has no correlation: it is set aside, after all others in the order, in cluster 0; cytoself
/// gives it correlations of 0. With fewer than two profiles no code varies: all are set aside, in the table's
/// order.</para>
/// </remarks>
public sealed class CodeClustermap
{
    private readonly ComparableRows _codes;
    private readonly int[] _leafOf;
    private readonly PairDistances _correlationDistances;

    private CodeClustermap(ComparableRows codes, PairDistances correlationDistances, ClusterTree tree, int[] leafOrder,
        int[] clusters, int[] leftOutRows)
    {
        (_codes, _correlationDistances, Tree, LeafOrder, Clusters, LeftOutRows) =
            (codes, correlationDistances, tree, leafOrder, clusters, leftOutRows);
        _leafOf = codes.ToTable(Enumerable.Range(0, codes.Count).ToArray(), -1);
        Order = [.. leafOrder.Select(leaf => codes.TableRows[leaf]), .. codes.SetAsideRows];
    }

    /// <summary>The codes by their column, in clustered order; those set aside stand last.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The cluster of each code, by its column: from 1 along the order, 0 for a code set aside.</summary>
    public IReadOnlyList<int> Clusters { get; }

    /// <summary>The number of clusters.</summary>
    public int ClusterCount => Clusters.Count == 0 ? 0 : Clusters.Max();

    /// <summary>The column of the code that each leaf of the tree is.</summary>
    public IReadOnlyList<int> Leaves => _codes.TableRows;

    /// <summary>The leaves from left to right.</summary>
    public IReadOnlyList<int> LeafOrder { get; }

    /// <summary>The tree of the codes that are not set aside.</summary>
    public ClusterTree Tree { get; }

    /// <summary>The columns of the codes that have no correlation.</summary>
    public IReadOnlyList<int> SetAsideCodes => _codes.SetAsideRows;

    /// <summary>The rows that no correlation is over, having a code that is no finite number.</summary>
    public IReadOnlyList<int> LeftOutRows { get; }

    /// <summary>Pearson's correlation of two codes over the profiles, by their columns; NaN where one is set
    /// aside.</summary>
    public double Correlation(int code, int other)
    {
        var (leaf, otherLeaf) = (_leafOf[code], _leafOf[other]);
        return leaf < 0 || otherLeaf < 0 ? double.NaN : 1 - _correlationDistances[leaf, otherLeaf];
    }

    /// <summary>Puts the codes of a table in order.</summary>
    /// <param name="spectra">Profiles whose features are the codes' shares: (profiles, codes).</param>
    /// <param name="options">Distance, linkage, clusters.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds, or there are more codes than
    /// <see cref="PairDistances.MaxRowCount"/>.</exception>
    public static CodeClustermap Of(ProfileTable spectra, CodeClustermapOptions options)
    {
        options.Validate();
        var isWhole = WholeRows(spectra);
        var codes = ComparableRows.Of(Transpose(spectra, isWhole), DistanceMetric.Correlation);
        var correlations = PairDistances.Of(codes);
        var distances = options.Distance == CodeDistance.Rows ? RowDistances(correlations) : correlations;
        var tree = HierarchicalClustering.Link(distances, options.Linkage);
        var order = OptimalLeafOrder.Of(tree, distances);
        if (order.Length > 1 && BeginsRarer(spectra, isWhole, codes.TableRows[order[0]], codes.TableRows[order[^1]]))
            Array.Reverse(order);
        return new CodeClustermap(
            codes, correlations, tree, order,
            codes.ToTable(AlongOrder(tree.CutInto(options.ClusterCount), order), 0),
            [.. Enumerable.Range(0, spectra.RowCount).Where(row => !isWhole[row])]);
    }

    private static bool[] WholeRows(ProfileTable spectra)
    {
        var isWhole = new bool[spectra.RowCount];
        Array.Fill(isWhole, true);
        for (var code = 0; code < spectra.FeatureCount; code++)
        {
            var shares = spectra.Feature(code);
            for (var row = 0; row < isWhole.Length; row++)
                isWhole[row] &= double.IsFinite(shares[row]);
        }

        return isWhole;
    }

    /// <summary>A row a code, a feature a profile that is whole.</summary>
    private static ProfileTable Transpose(ProfileTable spectra, bool[] isWhole)
    {
        var rows = Enumerable.Range(0, spectra.RowCount).Where(row => isWhole[row]).ToArray();
        var builder = new ProfileTableBuilder(
            [], Array.ConvertAll(rows, row => row.ToString(CultureInfo.InvariantCulture)));
        var values = new double[rows.Length];
        for (var code = 0; code < spectra.FeatureCount; code++)
        {
            var shares = spectra.Feature(code);
            for (var i = 0; i < rows.Length; i++)
                values[i] = shares[rows[i]];
            builder.AddRow([], values);
        }

        return builder.Build();
    }

    private static PairDistances RowDistances(PairDistances correlations)
    {
        var names = Enumerable.Range(0, correlations.Count)
            .Select(code => code.ToString(CultureInfo.InvariantCulture)).ToArray();
        var values = new double[correlations.Count * correlations.Count];
        for (var code = 0; code < correlations.Count; code++)
        {
            for (var other = 0; other < correlations.Count; other++)
                values[(code * correlations.Count) + other] = 1 - correlations[code, other];
        }

        // The matrix is symmetric: its columns are its rows.
        var matrix = new ProfileTable([], names, [], values, correlations.Count);
        return PairDistances.Of(ComparableRows.Of(matrix, DistanceMetric.Euclidean));
    }

    private static bool BeginsRarer(ProfileTable spectra, bool[] isWhole, int first, int last)
    {
        var (shareOfFirst, shareOfLast) = (Total(first), Total(last));
        return shareOfFirst < shareOfLast || (shareOfFirst == shareOfLast && first > last);

        double Total(int code)
        {
            var total = 0.0;
            var shares = spectra.Feature(code);
            for (var row = 0; row < shares.Length; row++)
                total += isWhole[row] ? shares[row] : 0;
            return total;
        }
    }

    private static int[] AlongOrder(int[] clusters, int[] order)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var leaf in order)
            numbers.TryAdd(clusters[leaf], numbers.Count + 1);
        return Array.ConvertAll(clusters, cluster => numbers[cluster]);
    }
}
