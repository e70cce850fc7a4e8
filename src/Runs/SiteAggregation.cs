using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;

namespace HcsGrid.Runs;

/// <summary>
/// Makes a well's profile of its sites'.
/// </summary>
/// <remarks>
/// <para>What the model embedded is missing at a site without a tile, as a site without cells is; such sites have no
/// part in it. Where tiles are crops of cells, the mean weighs each site by its tiles, so that it is the mean of all
/// cells of the well; the median takes each site that has cells once. On a grid every site counts alike.</para>
/// <para>Sums run in the order of the sites.</para>
/// </remarks>
internal static class SiteAggregation
{
    /// <summary>The well's profile.</summary>
    /// <param name="features">The columns.</param>
    /// <param name="method">How sites become a well.</param>
    /// <param name="sites">The sites, by number; one at least has a tile.</param>
    public static double[] WellOf(FeatureLayout features, AggregationMethod method, IReadOnlyList<SiteResult> sites)
    {
        var profile = new double[features.Length];
        // Particles of all sites are counted together; what is measured of the pixels is averaged.
        var counted = features.Particles?.Measure([.. sites.Select(s => s.Found!)]) ?? [];
        counted.CopyTo(profile, 0);
        var all = Enumerable.Repeat(1L, sites.Count).ToArray();
        var embedded = features.CountsCells ? sites.Select(s => s.CropCount).ToArray() : all;
        for (var feature = counted.Length; feature < profile.Length; feature++)
        {
            // Of codes always the mean: medians of shares would no longer sum to 1. Of cells too: they are counted.
            var isMedian = method == AggregationMethod.Median && !features.IsAlwaysMean(feature);
            var weights = features.IsEmbedded(feature) ? embedded : all;
            profile[feature] = isMedian ? MedianOf(sites, feature, weights) : MeanOf(sites, feature, weights);
        }

        return profile;
    }

    private static double MedianOf(IReadOnlyList<SiteResult> sites, int feature, long[] weights) =>
        OrderStatistics.Median([.. sites.Where((_, i) => weights[i] > 0).Select(s => s.Profile[feature])]);

    private static double MeanOf(IReadOnlyList<SiteResult> sites, int feature, long[] weights)
    {
        var (sum, weight) = (0.0, 0L);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            sum += weights[i] * sites[i].Profile[feature];
            weight += weights[i];
        }

        return sum / weight;
    }
}
