using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the tables of the profile space: the wells' map, the treatments' tree and clusters.
/// </summary>
internal static class ScreenStructure
{
    /// <summary>The most wells that are laid out by UMAP: time grows with their square.</summary>
    public const int MaxMappedWellCount = 16_384;

    /// <summary>Below this many treatments there is no tree.</summary>
    private const int MinTreatmentCount = 2;

    /// <summary>The table <c>profiles/map</c>, with the shares of variance that the principal components
    /// explain.</summary>
    public static (ProfileTable Table, IReadOnlyList<double> Explained) MapOf(
        ProfileTable wells, UmapOptions options, List<RunProblem> problems)
    {
        var builder = new ProfileTableBuilder(["Metadata_Plate", "Metadata_Well"], ["PC1", "PC2", "Map_1", "Map_2"]);
        if (wells.RowCount < 3 || wells.FeatureCount < 2)
            return (builder.Build(), []);
        IReadOnlyList<double[]>? components = null;
        IReadOnlyList<double> explained = [];
        if (Math.Min(wells.RowCount, wells.FeatureCount) > PrincipalComponents.MaxOrder)
        {
            problems.Add(new RunProblem(
                $"There are no principal components: {wells.RowCount} wells of {wells.FeatureCount} features, one of " +
                $"the two may be at most {PrincipalComponents.MaxOrder}"));
        }
        else
        {
            var projection = PrincipalComponents.Project2(wells);
            (components, explained) = (projection.Coordinates, projection.ExplainedShares);
        }

        ProfileMap? map = null;
        if (wells.RowCount > MaxMappedWellCount)
        {
            problems.Add(new RunProblem(
                $"There is no UMAP: {wells.RowCount} wells, at most {MaxMappedWellCount} are laid out"));
        }
        else
        {
            map = Umap.Place(wells, options);
        }

        for (var row = 0; row < wells.RowCount; row++)
        {
            builder.AddRow(
                [wells.Metadata("Metadata_Plate")[row], wells.Metadata("Metadata_Well")[row]],
                [
                    components?[0][row] ?? double.NaN, components?[1][row] ?? double.NaN,
                    map?.X[row] ?? double.NaN, map?.Y[row] ?? double.NaN,
                ]);
        }

        return (builder.Build(), explained);
    }

    /// <summary>The tables <c>profiles/clusters</c>, a row a treatment, and <c>profiles/tree</c>, a row a merge of two
    /// of them.</summary>
    public static (ProfileTable Clusters, ProfileTable Tree) TreeOf(
        ProfileTable treatments, LeidenOptions options, List<RunProblem> problems)
    {
        var clusters = new ProfileTableBuilder(
            ["Metadata_pert_iname", "Metadata_Dose", "Metadata_moa", "Metadata_Cluster"], ["Leaf_Position"]);
        var tree = new ProfileTableBuilder([], ["Left", "Right", "Height", "Count"]);
        if (treatments.RowCount > PairDistances.MaxRowCount)
        {
            problems.Add(new RunProblem(
                $"There is no tree: {treatments.RowCount} treatments, at most {PairDistances.MaxRowCount} are linked"));
            return (clusters.Build(), tree.Build());
        }

        var rows = ComparableRows.Of(treatments, DistanceMetric.Cosine);
        if (rows.Count < MinTreatmentCount)
            return (clusters.Build(), tree.Build());
        var distances = PairDistances.Of(rows);
        var linked = HierarchicalClustering.Link(distances, LinkageMethod.Average);
        var order = OptimalLeafOrder.Of(linked, distances);
        var positions = new int[order.Length];
        for (var position = 0; position < order.Length; position++)
            positions[order[position]] = position;
        var communities = Leiden.Find(treatments, options);
        for (var leaf = 0; leaf < rows.Count; leaf++)
        {
            var row = rows.TableRows[leaf];
            clusters.AddRow(
                [
                    treatments.Metadata("Metadata_pert_iname")[row], treatments.Metadata("Metadata_Dose")[row],
                    treatments.Metadata("Metadata_moa")[row],
                    communities.Numbers[row].ToString(CultureInfo.InvariantCulture),
                ],
                [positions[leaf]]);
        }

        foreach (var merge in linked.Merges)
            tree.AddRow([], [merge.Left, merge.Right, merge.Height, merge.Count]);
        return (clusters.Build(), tree.Build());
    }
}
