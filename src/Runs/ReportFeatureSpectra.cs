using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Localization;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs;

/// <summary>
/// Makes a report's feature spectra from the code histograms of a run's wells.
/// </summary>
internal static class ReportFeatureSpectra
{
    /// <summary>Codes that are put in order at most.</summary>
    public const int MaxCodeCount = 2048;

    /// <summary>Treatments that have a spectrum in the report at most.</summary>
    public const int MaxTreatmentCount = 1000;

    /// <summary>Shares in the report at most, which bounds the treatments of models of many codes: 2^19, 1.4 MB.
    /// </summary>
    public const int MaxShareCount = 1 << 19;

    /// <summary>Below this many treatments and controls the order of the codes is made of the wells.</summary>
    public const int MinGroupCount = 8;

    /// <summary>Treatments that are listed as most like one.</summary>
    public const int SimilarCount = 8;

    /// <summary>The spectra of the treatments, or why there are none; neither for a run without codes.</summary>
    /// <param name="tables">The run's tables.</param>
    /// <param name="treatments">The report's treatments, one a row of the nearest neighbours' table.</param>
    public static (ReportSpectra? Spectra, ReportAbsence? Absence) Of(
        ReportTables tables, IReadOnlyList<ReportTreatment> treatments)
    {
        if (tables.Codes is not { } wells)
            return (null, null);
        if (wells.FeatureCount > MaxCodeCount)
        {
            return Absent($"No feature spectra: the model has {wells.FeatureCount} codes, more than {MaxCodeCount}. " +
                "hcsgrid localization shows those that --codes names.");
        }

        foreach (var share in wells.ColumnMajorValues)
        {
            if (share < 0)
                return Absent("No feature spectra: a code's share is below 0, so the model gives no histogram.");
        }

        var compounds = wells.Metadata("Metadata_pert_iname");
        var groups = Aggregator.Aggregate(
            wells.SelectRows(row => compounds[row].Length > 0), ScreenProfiles.TreatmentKey, AggregationMethod.Mean);
        var isOfGroups = groups.RowCount >= MinGroupCount;
        var map = CodeClustermap.Of(isOfGroups ? groups : wells, new CodeClustermapOptions());
        if (map.Leaves.Count == 0)
            return Absent("No feature spectra: no code of the model varies over the wells.");
        var rowOf = Enumerable.Range(0, groups.RowCount).ToDictionary(row => ReportTables.KeyOf(groups, row));
        int[] tested =
        [
            .. ReportStructure.ByMoa(tables.Nearest)
                .Where(treatment => rowOf.ContainsKey(ReportTables.KeyOf(tables.Nearest, treatment))),
        ];
        if (tested.Length == 0)
            return Absent("No feature spectra: no treated well has codes.");
        var spectra = FeatureSpectra.InOrder(
            groups.SelectRows([.. tested.Select(t => rowOf[ReportTables.KeyOf(tables.Nearest, t)])]), map);
        var shown = Shown(tested, treatments, spectra.FeatureCount);
        var rows = spectra.SelectRows(shown);
        return (new ReportSpectra
        {
            Codes = CodeColumns.ShortNames(rows.FeatureNames),
            Clusters = [.. map.Order.Select(code => map.Clusters[code])],
            OrderedBy = isOfGroups
                ? $"{groups.RowCount - map.LeftOutRows.Count} treatments and controls"
                : $"{wells.RowCount - map.LeftOutRows.Count} wells, the treatments being fewer than {MinGroupCount}",
            Treatments = [.. shown.Select(row => tested[row])],
            Shares = [.. Enumerable.Range(0, rows.RowCount).Select(rows.Row)],
            Controls = ControlsOf(wells, map),
            Likeness = FeatureSpectra.OrderOfLikeness(rows),
            Similar = SimilarTo(spectra, tested, shown),
            OmittedCount = tested.Length - shown.Length,
        }, null);
    }

    private static (ReportSpectra?, ReportAbsence?) Absent(string reason) =>
        (null, new ReportAbsence(ReportAbsence.Spectra, reason));

    /// <summary>All treatments that a page bears; of more, those of the smallest q-values.</summary>
    private static int[] Shown(int[] tested, IReadOnlyList<ReportTreatment> treatments, int codeCount) =>
    [
        .. Enumerable.Range(0, tested.Length)
            .OrderBy(row => treatments[tested[row]].QValue ?? double.PositiveInfinity)
            .Take(Math.Min(MaxTreatmentCount, MaxShareCount / codeCount)).Order(),
    ];

    private static double[]? ControlsOf(ProfileTable wells, CodeClustermap map)
    {
        var controls = wells.SelectRows([.. PlateTables.RowsWith(wells, ControlRole.NegativeControl)]);
        return controls.RowCount == 0
            ? null
            : [
                .. FeatureSpectra
                    .InOrder(
                        Aggregator.Aggregate(controls, ["Metadata_pert_type"], AggregationMethod.Mean), map).Row(0)
                    .Select(ReportTreatments.Rounded),
            ];
    }

    private static IReadOnlyList<ReportSimilar>[] SimilarTo(ProfileTable spectra, int[] tested, int[] shown)
    {
        if (tested.Length > ReportBuilder.MaxTreatmentsWithNeighbours)
            return [.. shown.Select(_ => Array.Empty<ReportSimilar>())];
        string[] names =
        [
            .. Enumerable.Range(0, spectra.RowCount).Select(row => ReportTables.KeyOf(spectra, row))
                .Select(key => $"{key.Compound} {key.Dose}"),
        ];
        var ranking = new SimilarityRanking(spectra, names, SimilarityKind.Correlation);
        return
        [
            .. shown.Select(row => ranking.Of(row, SimilarCount)
                .Select(other => new ReportSimilar(
                    tested[other.Row], ReportTreatments.Rounded(other.Similarity), other.Rank)).ToArray()),
        ];
    }
}
