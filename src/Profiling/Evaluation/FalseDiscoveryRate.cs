namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Corrects many p-values for their number, so that a threshold bounds the share of false discoveries.
/// </summary>
/// <remarks>
/// <para>Benjamini and Hochberg 1995, as statsmodels' <c>multipletests(method="fdr_bh")</c>: with the m p-values
/// sorted, q(i) = min over j ≥ i of p(j)·m/j, at most 1. Calling all q ≤ α discoveries bounds the expected share of
/// false ones by α where the p-values are independent or positively dependent.</para>
/// <para>A NaN is a test that was not made: it stays NaN and does not count in m. Equal p-values have equal q-values;
/// the result does not depend on the order of the p-values.</para>
/// </remarks>
public static class FalseDiscoveryRate
{
    /// <summary>The q-values of p-values, one for each, in their order.</summary>
    /// <exception cref="ArgumentException">A p-value is below 0 or above 1; its index is named.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var (corrected, order) = (new double[pValues.Length], new List<int>(pValues.Length));
        for (var i = 0; i < pValues.Length; i++)
        {
            corrected[i] = double.NaN;
            if (double.IsNaN(pValues[i]))
                continue;
            if (pValues[i] is < 0 or > 1)
                throw new ArgumentException($"p-value {i} is {pValues[i]:R}; it must lie in 0 to 1.", nameof(pValues));
            order.Add(i);
        }

        var sorted = new double[order.Count];
        for (var rank = 0; rank < sorted.Length; rank++)
            sorted[rank] = pValues[order[rank]];
        var indices = order.ToArray();
        Array.Sort(sorted, indices);
        var least = 1.0;
        for (var rank = sorted.Length; rank > 0; rank--)
        {
            least = Math.Min(least, sorted[rank - 1] / ((double)rank / sorted.Length));
            corrected[indices[rank - 1]] = least;
        }

        return corrected;
    }
}
