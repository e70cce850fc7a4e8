using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Structure;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs;

/// <summary>
/// The distance heatmap of a report and its tree.
/// </summary>
internal static class ReportStructure
{
    /// <summary>Distances of the treatments, or, where they are too many, of the compounds.</summary>
    /// <param name="treatments">The tested treatments, in the report's order.</param>
    /// <param name="matrix">Of the treatments; null where they are too many.</param>
    /// <param name="clusters">The leaves of the tree, row by row.</param>
    /// <param name="tree">The merges; null where there is no tree.</param>
    public static ReportDistances DistancesOf(
        ProfileTable treatments, CosineDistanceMatrix? matrix, ProfileTable? clusters, ProfileTable? tree)
    {
        if (matrix is not null && treatments.RowCount <= ReportBuilder.MaxTreatmentsInDistances)
        {
            var order = ByMoa(treatments);
            if (clusters is { RowCount: > 0 } && tree is not null)
            {
                // A treatment without direction has no distance, and no place in the tree.
                var leaves = Enumerable.Range(0, clusters.RowCount)
                    .Select(leaf => ReportTables.KeyOf(clusters, leaf)).ToHashSet();
                order = [.. order.Where(r => leaves.Contains(ReportTables.KeyOf(treatments, r)))];
            }

            return Make(treatments, matrix, order, withDoses: true) with
            {
                Treatments = order,
                Tree = clusters is null || tree is null ? null : TreeOf(treatments, order, clusters, tree),
            };
        }

        var compounds = Consensus.Median(treatments, ["Metadata_pert_iname"]);
        return compounds.RowCount > ReportBuilder.MaxCompoundsInDistances
            ? ReportDistances.None
            : Make(compounds, CosineDistanceMatrix.Of(compounds), ByMoa(compounds), withDoses: false);
    }

    /// <summary>The rows of a table of treatments by MoA (none last), compound and dose.</summary>
    public static int[] ByMoa(ProfileTable rows)
    {
        var (compounds, doses, moas) = (
            rows.Metadata("Metadata_pert_iname"), rows.Metadata("Metadata_Dose"), rows.Metadata("Metadata_moa"));
        return
        [
            .. Enumerable.Range(0, rows.RowCount)
                .OrderBy(r => moas[r].Length == 0).ThenBy(r => moas[r], StringComparer.Ordinal)
                .ThenBy(r => compounds[r], StringComparer.Ordinal)
                .ThenBy(r => ReportTreatments.DoseOf(doses[r]) ?? 0),
        ];
    }

    private static ReportDistances Make(ProfileTable rows, CosineDistanceMatrix matrix, int[] order, bool withDoses)
    {
        var (compounds, doses, units, moas) = (
            rows.Metadata("Metadata_pert_iname"), rows.Metadata("Metadata_Dose"), rows.Metadata("Metadata_Dose_Unit"),
            rows.Metadata("Metadata_moa"));
        return new ReportDistances
        {
            Labels = [.. order.Select(r => !withDoses || doses[r].Length == 0
                ? compounds[r]
                : $"{compounds[r]} {ReportTreatments.Rounded(ReportTreatments.DoseOf(doses[r])!.Value)} {units[r]}"
                    .TrimEnd())],
            Moas = [.. order.Select(r => moas[r].Length == 0 ? null : moas[r])],
            Cosine = [.. order.Select(r => (IReadOnlyList<double>)[.. order.Select(other => matrix[r, other])])],
        };
    }

    /// <summary>The tree with the heatmap's rows for leaves; null where its leaves are others.</summary>
    private static ReportTree? TreeOf(ProfileTable treatments, int[] order, ProfileTable clusters, ProfileTable tree)
    {
        var count = order.Length;
        if (count < 2 || clusters.RowCount != count || tree.RowCount != count - 1)
            return null;
        var rowOf = order.Select((treatment, row) => (Key: ReportTables.KeyOf(treatments, treatment), row))
            .ToDictionary(p => p.Key, p => p.row);
        var leaves = new int[count];
        for (var leaf = 0; leaf < count; leaf++)
        {
            if (!rowOf.Remove(ReportTables.KeyOf(clusters, leaf), out leaves[leaf]))
                return null;
        }

        var positions = clusters.Feature(clusters.FeatureIndexOf("Leaf_Position")).ToArray();
        return new ReportTree
        {
            Method = "consensus profiles, average linkage of cosine distances, optimal leaf order",
            Left = Nodes("Left"),
            Right = Nodes("Right"),
            Height = [.. tree.Feature(tree.FeatureIndexOf("Height")).ToArray().Select(ReportTreatments.Rounded)],
            Order = [.. Enumerable.Range(0, count).OrderBy(leaf => positions[leaf]).Select(leaf => leaves[leaf])],
        };

        int[] Nodes(string column) => Array.ConvertAll(
            tree.Feature(tree.FeatureIndexOf(column)).ToArray(),
            node => node < count ? leaves[(int)node] : (int)node);
    }
}
