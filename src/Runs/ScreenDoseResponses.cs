using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Response;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the table of dose responses on the control axis: one row a compound with two doses or more.
/// </summary>
/// <remarks>All wells of the compound that have a dose count, on all plates; wells at dose 0 are the response without
/// compound. Doses of one compound in different units are not fitted.</remarks>
internal static class ScreenDoseResponses
{
    private const int MinDoseCount = 2;

    /// <summary>The table <c>profiles/dose_response</c>.</summary>
    public static ProfileTable TableOf(ScreenProfiles screen, DoseResponseOptions options)
    {
        var wells = screen.Wells;
        var (compounds, doses, units, moas) = (
            wells.Metadata("Metadata_pert_iname"), wells.Metadata("Metadata_Dose"),
            wells.Metadata("Metadata_Dose_Unit"), wells.Metadata("Metadata_moa"));
        var builder = new ProfileTableBuilder(
            [
                "Metadata_pert_iname", "Metadata_Dose_Unit", "Metadata_moa", "Metadata_Status", "Metadata_Reason",
            ],
            [
                "EC50", "EC50_Low", "EC50_High", "Hill", "Bottom", "Top", "R2", "P_Value", "Dose_Count",
                "Point_Count",
            ]);
        var byCompound = Enumerable.Range(0, wells.RowCount)
            .Where(row => compounds[row].Length > 0 && doses[row].Length > 0)
            .GroupBy(row => compounds[row], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var group in byCompound)
        {
            int[] rows = [.. group];
            var dose = Array.ConvertAll(rows, row => double.Parse(doses[row], CultureInfo.InvariantCulture));
            if (dose.Where(d => d > 0).Distinct().Count() < MinDoseCount)
                continue;
            string[] own = [.. rows.Select(row => units[row]).Where(unit => unit.Length > 0).Distinct()];
            var fit = DoseResponse.Fit(dose, Array.ConvertAll(rows, row => screen.AxisScores[row]), options);
            var (status, reason) = own.Length > 1
                ? ("no fit", "doses in different units")
                : (fit.IsFit ? "fit" : "no fit", fit.Reason);
            if (own.Length > 1)
            {
                fit = new DoseResponseFit
                {
                    Outcome = DoseResponseOutcome.TooFewDoses,
                    Reason = reason,
                    DoseCount = fit.DoseCount,
                    PointCount = fit.PointCount,
                };
            }

            string[] known = [.. rows.Select(row => moas[row]).Where(moa => moa.Length > 0).Distinct()];
            builder.AddRow(
                [group.Key, own.Length == 1 ? own[0] : "", known.Length == 1 ? known[0] : "", status, reason],
                [
                    fit.Ec50, fit.Ec50Low, fit.Ec50High, fit.Hill, fit.Bottom, fit.Top, fit.RSquared, fit.FlatPValue,
                    fit.DoseCount, fit.PointCount,
                ]);
        }

        return builder.Build();
    }
}
