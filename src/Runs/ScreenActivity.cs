using HcsGrid.Profiling;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the table of activity: how well a treatment's replicates rank each other before their plate's negative
/// controls.
/// </summary>
/// <remarks>One row a treatment that has replicates, and negative controls on one of their plates.</remarks>
internal static class ScreenActivity
{
    private const string TreatmentColumn = "Metadata_Treatment";

    /// <summary>The table <c>profiles/activity</c>.</summary>
    public static ProfileTable TableOf(ScreenProfiles screen, AveragePrecisionOptions options)
    {
        var builder = new ProfileTableBuilder(
            ["Metadata_pert_iname", "Metadata_Dose", "Metadata_moa"],
            ["Profile_Count", "Mean_Average_Precision", "P_Value", "Corrected_P_Value"]);
        if (screen.TreatmentRows.Length == 0 || screen.ControlRows.Length == 0 || screen.Wells.FeatureCount == 0)
            return builder.Build();
        int[] used = [.. screen.TreatmentRows.Concat(screen.ControlRows).Order()];
        var wells = screen.Wells.SelectRows(used);
        var isControl = screen.ControlRows.ToHashSet();
        var (compounds, doses, moas) = (
            wells.Metadata("Metadata_pert_iname"), wells.Metadata("Metadata_Dose"), wells.Metadata("Metadata_moa"));

        // A missing dose is a dose like any; a control has no treatment, hence no replicate.
        string[] keys = [.. used.Select((well, row) =>
            isControl.Contains(well) ? "" : $"{compounds[row]}\u001f{doses[row]}")];
        var firstRows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < keys.Length; row++)
            firstRows.TryAdd(keys[row], row);
        wells = wells.WithMetadata(TreatmentColumn, keys);
        var precision = AveragePrecision.Of(
            wells,
            new PairRules
            {
                PosSameBy = [TreatmentColumn],
                NegSameBy = ["Metadata_Plate"],
                NegDiffBy = ["Metadata_pert_type"],
            },
            options);
        var groups = AveragePrecision.MeanOf(precision, wells, [TreatmentColumn], options);

        // In the order of the other tables: by compound, then by dose as text, no dose last.
        foreach (var (row, group) in groups.Select(g => (Row: firstRows[g.Key[0]], Group: g))
            .OrderBy(g => compounds[g.Row], StringComparer.Ordinal)
            .ThenBy(g => doses[g.Row].Length == 0).ThenBy(g => doses[g.Row], StringComparer.Ordinal))
        {
            builder.AddRow(
                [compounds[row], doses[row], moas[row]],
                [group.ProfileCount, group.MeanAveragePrecision, group.PValue, group.CorrectedPValue]);
        }

        return builder.Build();
    }
}
