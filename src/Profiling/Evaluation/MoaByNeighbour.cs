using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Tells each treatment's mechanism by the treatment most like it, as BBBC021 is judged.
/// </summary>
/// <remarks>
/// <para>A treatment is a compound at one dose; its profile is the consensus of its wells. The neighbour is the
/// treatment with the largest cosine among those that the convention allows, the first in the order of compound and
/// dose of equal ones. Sources: Ljosa et al. 2013 (NSC: not the same compound), Ando et al. 2017 (NSCB: nor the same
/// batch).</para>
/// <para>A treatment's batches are those of its wells; two treatments are of different batches if they share none. For
/// NSCB the treatments of a mechanism that has only one batch in all neither ask nor answer.</para>
/// <para>Wells without a compound or a mechanism are left out and counted. Mechanisms are compared as whole texts. A
/// treatment without a finite value, or of zeros only, has no neighbour and is nobody's; it counts as wrong. Doses are
/// compared as texts.</para>
/// </remarks>
public static class MoaByNeighbour
{
    /// <summary>Judges the treatments of a table of wells.</summary>
    /// <param name="wells">The wells.</param>
    /// <param name="columns">Where compound, dose, mechanism and batch stand.</param>
    /// <param name="convention">Which neighbours are allowed.</param>
    /// <param name="consensus">How wells become a treatment.</param>
    /// <param name="leftOutRows">Wells that are no treatments, such as controls.</param>
    /// <exception cref="ArgumentException">The table has no such column, or NSCB is asked without batches.</exception>
    /// <exception cref="ScreenDataException">Wells of one treatment have different mechanisms, or a well has no
    /// batch.</exception>
    public static MoaNeighbourResult Evaluate(
        ProfileTable wells,
        TreatmentColumns columns,
        MoaConvention convention,
        ConsensusOperation consensus,
        IReadOnlyList<int>? leftOutRows = null)
    {
        if (convention == MoaConvention.NotSameCompoundOrBatch && columns.Batch is null)
        {
            throw new ArgumentException(
                $"{nameof(columns.Batch)} is not named; without it no neighbour is known to be of another batch.",
                nameof(columns));
        }

        var (compounds, moas) = (wells.Metadata(columns.Compound), wells.Metadata(columns.Moa));
        var leftOutWells = (leftOutRows ?? []).ToHashSet();
        int[] rows = [.. Enumerable.Range(0, wells.RowCount).Where(row =>
            compounds[row].Length > 0 && moas[row].Length > 0 && !leftOutWells.Contains(row))];
        RequireBatches(wells, rows, columns.Batch);
        var used = WithDoses(wells.SelectRows(rows), columns);
        var profiles = Consensus.Of(used, columns.Key, consensus, new ModzOptions());
        var treatments = TreatmentsOf(used, rows, columns);
        var leftOut = convention == MoaConvention.NotSameCompoundOrBatch ? MoasOfOneBatch(treatments) : [];
        int[] asked = [.. Enumerable.Range(0, treatments.Length).Where(t => !leftOut.Contains(treatments[t].Moa))];
        treatments = Array.ConvertAll(asked, t => treatments[t]);
        profiles = profiles.SelectRows(asked);
        var neighbours = NearestNeighbours.Find(profiles, (t, other) =>
            treatments[t].Compound != treatments[other].Compound
            && (convention == MoaConvention.NotSameCompound
                || !treatments[t].Batches.Intersect(treatments[other].Batches).Any()));
        return new MoaNeighbourResult
        {
            Convention = convention,
            Treatments = [.. treatments.Select((treatment, t) => WithNeighbour(treatment, neighbours[t], treatments))],
            LeftOutMoas = [.. leftOut.Order(StringComparer.Ordinal)],
            UnlabelledWellCount = wells.RowCount - rows.Length - leftOutWells.Count,
            FeatureCount = ComparableRows.Of(profiles, DistanceMetric.Cosine).UsedFeatures.Count,
        };
    }

    /// <summary>A dose that is missing is one of its own, whatever makes the consensus.</summary>
    private static ProfileTable WithDoses(ProfileTable wells, TreatmentColumns columns) =>
        columns.Concentration is { } name && wells.Metadata(name).Contains("")
            ? wells.WithMetadata(name, [.. wells.Metadata(name).Select(dose => dose.Length > 0 ? dose : "?")])
            : wells;

    private static void RequireBatches(ProfileTable wells, int[] rows, string? column)
    {
        if (column is null)
            return;
        var batches = wells.Metadata(column);
        foreach (var row in rows)
        {
            if (batches[row].Length == 0)
            {
                throw new ScreenDataException(
                    $"Row {row + 1} has a mechanism and no batch in the column '{column}'", Place.Unknown);
            }
        }
    }

    private static Treatment[] TreatmentsOf(ProfileTable used, int[] rows, TreatmentColumns columns)
    {
        var groups = RowGroups.Of(used, columns.Key);
        var (compounds, moas) = (used.Metadata(columns.Compound), used.Metadata(columns.Moa));
        var doses = columns.Concentration is { } name ? used.Metadata(name) : null;
        var batches = columns.Batch is { } column ? used.Metadata(column) : null;
        var treatments = new Treatment[groups.Count];
        for (var t = 0; t < treatments.Length; t++)
        {
            var members = groups[t].ToArray();
            var first = members[0];
            if (Array.FindIndex(members, row => moas[row] != moas[first]) is var at and >= 0)
            {
                var other = members[at];
                throw new ScreenDataException(
                    $"Rows {rows[first] + 1} and {rows[other] + 1} are the same treatment, {compounds[first]} "
                    + $"{doses?[first]}, and differ in '{columns.Moa}': '{moas[first]}' and '{moas[other]}'",
                    Place.Unknown);
            }

            treatments[t] = new Treatment
            {
                Compound = compounds[first],
                Concentration = doses?[first] ?? "",
                Moa = moas[first],
                Batches = batches is null
                    ? []
                    : [.. members.Select(row => batches[row]).Distinct().Order(StringComparer.Ordinal)],
                WellCount = members.Length,
            };
        }

        return treatments;
    }

    private static HashSet<string> MoasOfOneBatch(Treatment[] treatments) =>
    [
        .. treatments.GroupBy(treatment => treatment.Moa)
            .Where(group => group.SelectMany(treatment => treatment.Batches).Distinct().Count() < 2)
            .Select(group => group.Key),
    ];

    private static Treatment WithNeighbour(Treatment treatment, NearestNeighbour neighbour, Treatment[] all) =>
        neighbour.Exists
            ? treatment with
            {
                NeighbourIndex = neighbour.RowIndex,
                Cosine = neighbour.Cosine,
                IsCorrect = all[neighbour.RowIndex].Moa == treatment.Moa,
            }
            : treatment;
}
