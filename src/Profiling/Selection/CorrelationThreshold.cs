namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Leaves out one of each two features that rise together.
/// </summary>
/// <remarks>
/// <para>Source: pycytominer 1.2.4, <c>correlation_threshold</c>: of every pair with r &gt; threshold (signed: features
/// that fall when others rise stay) the one goes whose sum of |r| over all features is larger. All pairs are judged at
/// once, so a feature may go because of one that goes itself. Where the sums are equal (copies of a feature), the later
/// feature goes; pycytominer leaves that to its sort.</para>
/// <para>Correlations are those of <see cref="FeatureCorrelations"/>: over the rows where both have a finite value;
/// undefined ones do not count, so an exactly constant feature stays.</para>
/// </remarks>
public sealed record CorrelationThreshold : IFeatureOperation
{
    /// <summary>Sums that agree to this share are equal: rounding does not choose.</summary>
    private const double SameSum = 1e-12;

    /// <summary>The largest correlation that stays; default 0.9.</summary>
    public double Threshold { get; init; } = 0.9;

    /// <summary>The correlation; default Pearson's.</summary>
    public CorrelationMethod Method { get; init; } = CorrelationMethod.Pearson;

    /// <inheritdoc/>
    public string Name => "correlation_threshold";

    /// <inheritdoc/>
    public IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features)
    {
        SelectionBounds.RequireShare(nameof(Threshold), Threshold);
        var correlations = FeatureCorrelations.Of(table, features, Method);
        var sums = new double[features.Count];
        for (var i = 0; i < sums.Length; i++)
        {
            foreach (var r in correlations.Row(i))
                sums[i] += double.IsNaN(r) ? 0 : Math.Abs(r);
        }

        var strongest = new double[features.Count];
        var other = new int[features.Count];
        for (var i = 0; i < features.Count; i++)
        {
            var row = correlations.Row(i);
            for (var j = i + 1; j < row.Length; j++)
            {
                if (!(row[j] > Threshold))
                    continue;
                var (goes, stays) = sums[i] - sums[j] > SameSum * sums[i] ? (i, j) : (j, i);
                if (row[j] > strongest[goes])
                    (strongest[goes], other[goes]) = (row[j], stays);
            }
        }

        return
        [
            .. Enumerable.Range(0, features.Count).Where(i => strongest[i] > 0).Select(i => new DroppedFeature(
                table.FeatureNames[features[i]],
                Name,
                "correlation",
                strongest[i],
                Threshold,
                table.FeatureNames[features[other[i]]])),
        ];
    }
}
