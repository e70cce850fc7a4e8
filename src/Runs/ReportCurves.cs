using HcsGrid.Profiling;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs;

/// <summary>
/// The dose curves of a report, from the run's table of dose responses.
/// </summary>
internal static class ReportCurves
{
    /// <summary>Compounds with fewer different doses are not shown: there is no curve to look for.</summary>
    public const int MinDoseCount = 3;

    /// <summary>One curve for each compound with doses enough, in the table's order.</summary>
    public static List<ReportCurve> Of(ProfileTable? table, IReadOnlyList<ReportTreatment> treatments)
    {
        var curves = new List<ReportCurve>();
        if (table is null)
            return curves;
        var doses = treatments.Where(t => t.Dose is > 0).ToLookup(t => t.Compound, StringComparer.Ordinal);
        for (var row = 0; row < table.RowCount; row++)
        {
            var compound = table.Metadata("Metadata_pert_iname")[row];
            if (doses[compound].DistinctBy(t => t.Dose).Count() < MinDoseCount)
                continue;
            var curve = new ReportCurve
            {
                Compound = compound,
                DoseUnit = doses[compound].Select(t => t.DoseUnit).FirstOrDefault(unit => unit is not null),
                Moa = doses[compound].Select(t => t.Moa).FirstOrDefault(moa => moa is not null),
            };
            curves.Add(table.Metadata("Metadata_Status")[row] == "fit"
                ? curve with
                {
                    Ec50 = Number("EC50"),
                    Ec50Low = Number("EC50_Low") is > 0 and var low ? low : null,
                    Ec50High = Number("EC50_High"),
                    Hill = Number("Hill"),
                    Bottom = Number("Bottom"),
                    Top = Number("Top"),
                    R2 = Number("R2"),
                }
                : curve with { Reason = table.Metadata("Metadata_Reason")[row] });

            double? Number(string column) => ReportTreatments.Finite(table[row, table.FeatureIndexOf(column)]);
        }

        return curves;
    }
}
