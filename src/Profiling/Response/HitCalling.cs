using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Response;

/// <summary>
/// Calls the treatments that differ from the plates' negative controls, at a false-discovery rate.
/// </summary>
/// <remarks>
/// <para>Distance: T² = dᵀ·Σ⁻¹·d of d, the mean over a treatment's replicates of (well − mean of its plate's controls),
/// Σ the controls' pooled covariance within plates, correlations shrunken (Schäfer and Strimmer 2005) since there are
/// fewer controls than features: the multidimensional perturbation value of Hutz et al. 2013, without its cut at some
/// number of components.</para>
/// <para>p-value: negative controls are held out, the others give centre and covariance, and pseudo-treatments drawn
/// from the ones held out, as many wells on the same plates as the treatment has, are compared with the treatment,
/// both by a reference that has seen neither: p = (M·share of pseudo-treatments at least as far + 1)/(M + 1), M the
/// number of different pseudo-treatments (at most those drawn). That is a cross-conformal p-value (Vovk 2015; Barber
/// et al. 2021): no distribution is assumed, only that an inactive well is like a control well of its plate. Controls
/// in plate columns of their own, with position effects left in, are not. No p-value is below 1/(M + 1), <see
/// cref="TreatmentHit.SmallestPValue"/>: one replicate on one plate with 8 controls cannot be below 1/9. In
/// simulations p-values are uniform, small ones with one replicate a plate somewhat too large rather than too
/// small.</para>
/// <para>A plate needs three controls, and at least twice as many as a treatment has replicates on it. Replicates on
/// plates with fewer than three are left out; a treatment with none left is not callable.</para>
/// <para>A feature that is not finite in every row of the table is left out; offset and unit of a feature change
/// nothing. The same table and seed give the same bytes with any number of threads. Time: 20 to 200 splits × (controls²
/// + treatments × controls) × features, controls at most <see cref="HitCallingOptions.MaxReferenceCount"/>.</para>
/// </remarks>
public static class HitCalling
{
    /// <summary>Compares the groups of some rows with the control rows.</summary>
    /// <param name="table">Wells, normalized or not.</param>
    /// <param name="treatmentRows">The rows that belong to treatments.</param>
    /// <param name="controlRows">The negative controls.</param>
    /// <param name="treatmentBy">The columns whose values make a treatment.</param>
    /// <param name="plateColumn">The column that names the plate; null where there is one plate.</param>
    /// <param name="options">See there.</param>
    /// <exception cref="ArgumentException">A column is missing, a row outside the table, twice, or on both
    /// sides.</exception>
    public static HitCallingResult Call(
        ProfileTable table, IReadOnlyList<int> treatmentRows, IReadOnlyList<int> controlRows,
        IReadOnlyList<string> treatmentBy, string? plateColumn, HitCallingOptions options)
    {
        options.Validate();
        RequireDistinct(table, treatmentRows, controlRows);
        var plates = new ControlPlates(table, controlRows, plateColumn);
        var treatments = GroupsOf(table, treatmentRows, treatmentBy)
            .Select(group => new HitTreatment(group.Key, group.Rows, plates)).ToArray();
        var rows = RowVectors.OfFinite(table);
        var whole = ControlReference.Of(rows, plates, plates.Controls, options.MaxReferenceCount);
        var callable = treatments.Where(t => t.Reason.Length == 0).ToArray();
        if (whole is null)
        {
            foreach (var treatment in callable)
                treatment.Reason = "no feature is finite in all wells and varies among the controls";
            callable = [];
        }

        var splitCount = 0;
        if (whole is not null && callable.Length > 0)
        {
            foreach (var treatment in callable)
                treatment.Mean = MeanOf(rows, treatment.UsedRows);
            splitCount = new HitComparison(rows, plates, callable, options).Run();
            foreach (var treatment in callable)
                treatment.Effect = Math.Sqrt(whole.SquaredDistance(treatment.Mean, treatment.Pattern)
                    / whole.FeatureCount);
        }

        var q = FalseDiscoveryRate.BenjaminiHochberg(Array.ConvertAll(treatments, t => t.PValue));
        var hits = treatments.Select((t, i) => t.ToHit(q[i])).ToArray();
        return new HitCallingResult
        {
            Treatments = hits,
            HitCount = hits.Count(hit => hit.QValue <= options.FalseDiscoveryRate),
            CallableCount = callable.Length,
            ControlCount = plates.Controls.Sum(c => c.Length),
            FeatureCount = whole?.FeatureCount ?? 0,
            SplitCount = splitCount,
            Options = options,
        };
    }

    private static IEnumerable<(string[] Key, int[] Rows)> GroupsOf(
        ProfileTable table, IReadOnlyList<int> treatmentRows, IReadOnlyList<string> treatmentBy)
    {
        var isTreatment = new bool[table.RowCount];
        foreach (var row in treatmentRows)
            isTreatment[row] = true;
        var columns = treatmentBy.Select(table.Metadata).ToArray();
        var groups = RowGroups.Of(table, treatmentBy);
        for (var group = 0; group < groups.Count; group++)
        {
            int[] rows = [.. groups[group].ToArray().Where(row => isTreatment[row])];
            if (rows.Length > 0)
                yield return (Array.ConvertAll(columns, column => column[rows[0]]), rows);
        }
    }

    private static double[] MeanOf(RowVectors rows, int[] selected)
    {
        var mean = new double[rows.FeatureCount];
        foreach (var row in selected)
        {
            var values = rows[row];
            for (var f = 0; f < mean.Length; f++)
                mean[f] += values[f];
        }

        for (var f = 0; f < mean.Length; f++)
            mean[f] /= selected.Length;
        return mean;
    }

    private static void RequireDistinct(
        ProfileTable table, IReadOnlyList<int> treatmentRows, IReadOnlyList<int> controlRows)
    {
        table.RequireRows(treatmentRows);
        table.RequireRows(controlRows);
        var seen = new HashSet<int>();
        foreach (var row in treatmentRows.Concat(controlRows))
        {
            if (!seen.Add(row))
            {
                throw new ArgumentException(
                    $"Row {row} stands twice among treatments and controls.", nameof(controlRows));
            }
        }
    }
}
