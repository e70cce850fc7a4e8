using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Structure;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs;

/// <summary>
/// Puts together what the screen's tables say of each treatment: one row a compound and dose.
/// </summary>
/// <remarks>A table that the run does not have gives no numbers; a treatment that it does not name has none.</remarks>
internal sealed class ReportTreatments(ReportTables tables, ProfileTable axis)
{
    /// <summary>Other compounds that a treatment is shown beside.</summary>
    public const int NeighbourCount = 8;

    private readonly ILookup<(string Compound, string Dose), int> _wells = Enumerable.Range(0, axis.RowCount).ToLookup(
        row => (axis.Metadata("Metadata_pert_iname")[row], axis.Metadata("Metadata_Dose")[row]));

    /// <summary>The treatments in the order of the nearest neighbours' table.</summary>
    /// <param name="distances">Of the same treatments in the same order; null leaves out their neighbours.</param>
    public List<ReportTreatment> Make(CosineDistanceMatrix? distances)
    {
        var nearest = tables.Nearest;
        var treatments = new List<ReportTreatment>();
        for (var row = 0; row < nearest.RowCount; row++)
        {
            var key = ReportTables.KeyOf(nearest, row);
            var wells = _wells[key].ToArray();
            var (moa, nearestMoa) = (Text(nearest, "Metadata_moa", row), Text(nearest, "Metadata_Nearest_moa", row));
            treatments.Add(new ReportTreatment
            {
                Compound = key.Compound,
                Dose = DoseOf(key.Dose),
                DoseUnit = wells.Select(r => axis.Metadata("Metadata_Dose_Unit")[r]).FirstOrDefault(u => u.Length > 0),
                Moa = moa,
                ReplicateCount = wells.Length,
                Effect = tables.Hits.Number(key, "Effect"),
                PValue = tables.Hits.Number(key, "P_Value"),
                SmallestPValue = tables.Hits.Number(key, "Smallest_P_Value"),
                QValue = tables.Hits.Number(key, "Q_Value"),
                AxisEffect = tables.Hits.Number(key, "Axis_Effect")
                    ?? Finite(OrderStatistics.Mean(wells.Select(r => axis[r, 0]).ToArray())),
                ReplicateCorrelation = tables.Hits.Number(key, "Replicate_Correlation"),
                MedianCosine = tables.Replicates.Number(key, "Median_Cosine"),
                Null95 = tables.Replicates.Number(key, "Null_95"),
                MeanAveragePrecision = tables.Activity.Number(key, "Mean_Average_Precision"),
                ActivityQValue = tables.Activity.Number(key, "Corrected_P_Value"),
                Cluster = tables.Clusters.Text(key, "Metadata_Cluster"),
                NearestCompound = Text(nearest, "Metadata_Nearest_pert_iname", row),
                NearestDose = DoseOf(nearest.Metadata("Metadata_Nearest_Dose")[row]),
                NearestMoa = nearestMoa,
                NearestCosine = Finite(nearest[row, 0]),
                SameMoa = moa is null || nearestMoa is null ? null : moa == nearestMoa,
                Neighbours = distances is null ? [] : NeighboursOf(row, distances),
            });
        }

        return treatments;
    }

    /// <summary>Six significant digits: what a page shows, and fewer bytes.</summary>
    public static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The value, rounded; null where it is not finite.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? Rounded(value) : null;

    public static double? DoseOf(string text) =>
        text.Length > 0 ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private List<ReportNeighbour> NeighboursOf(int row, CosineDistanceMatrix distances)
    {
        var compounds = tables.Nearest.Metadata("Metadata_pert_iname");
        var order = Enumerable.Range(0, distances.Count)
            .Where(other => compounds[other] != compounds[row] && double.IsFinite(distances[row, other]))
            .OrderBy(other => distances[row, other]).ThenBy(other => other);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var neighbours = new List<ReportNeighbour>();
        foreach (var other in order)
        {
            if (!seen.Add(compounds[other]))
                continue;
            neighbours.Add(new ReportNeighbour(other, Rounded(1 - distances[row, other])));
            if (neighbours.Count == NeighbourCount)
                break;
        }

        return neighbours;
    }

    private static string? Text(ProfileTable table, string column, int row) =>
        table.Metadata(column)[row] is { Length: > 0 } text ? text : null;
}
