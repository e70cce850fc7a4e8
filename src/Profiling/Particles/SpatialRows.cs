using System.Globalization;
using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// How the particles of an image lie beside random placements, as rows of a table: one each for the nearest distance
/// and the clusters, and one for Ripley's L at each distance, whose p is that over all distances; all particles, then
/// the size groups.
/// </summary>
/// <remarks>Lengths are in the unit of the image's groups. Numbers are rounded to ten-thousandths; a distance that a
/// statistic does not have is NaN.</remarks>
public static class SpatialRows
{
    /// <summary>The text columns: the group's nominal diameter or <c>all</c>, and what the row tells.</summary>
    public static IReadOnlyList<string> TextColumns { get; } = ["group", "statistic"];

    /// <summary>The number columns, where lengths have this unit.</summary>
    public static IReadOnlyList<string> ColumnsIn(string unit) =>
        [$"distance_{unit}", "observed", "random_mean", "random_low", "random_high", "p"];

    /// <summary>The rows of an image; none where nothing was compared.</summary>
    /// <returns>One text and one number for each column.</returns>
    public static IEnumerable<(string[] Texts, double[] Numbers)> Of(FoundImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var unit = image.PixelSizeNm ?? 1;
        foreach (var spatial in image.Spatial)
        {
            var group = spatial.Group is { } index
                ? image.Groups.Groups[index].Nominal.ToString("0.####", CultureInfo.InvariantCulture)
                : "all";
            var (result, step) = (spatial.Result, spatial.Options.ClusterDistance * unit);
            yield return Row($"nearest_distance_{image.Unit}", double.NaN, result.NearestDistance, unit);
            yield return Row("cluster_count", step, result.ClusterCount, 1);
            yield return Row("largest_cluster", step, result.LargestCluster, 1);
            yield return Row("clustered_share", step, result.ClusteredShare, 1);
            for (var i = 0; i < result.Radii.Count; i++)
            {
                var l = new AgainstRandom(
                    result.L[i], result.RandomL[i], result.RandomLLow[i], result.RandomLHigh[i], result.LPValue);
                yield return Row($"ripley_l_{image.Unit}", result.Radii[i] * unit, l, unit);
            }

            (string[], double[]) Row(string name, double distance, AgainstRandom number, double factor) =>
            (
                [group, name],
                [
                    Rounded(distance), Rounded(number.Observed * factor), Rounded(number.RandomMean * factor),
                    Rounded(number.RandomLow * factor), Rounded(number.RandomHigh * factor), Rounded(number.PValue),
                ]);
        }
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
