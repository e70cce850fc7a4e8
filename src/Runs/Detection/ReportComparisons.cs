using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// Gathers what a report shows of particles beside random placements, image by image.
/// </summary>
internal sealed class ReportComparisons(SpatialChoice choice)
{
    /// <summary>The most images that are listed.</summary>
    public const int MaxImageCount = 5000;

    /// <summary>The most images whose curves are drawn.</summary>
    public const int MaxCurveCount = 100;

    private int _comparedCount;
    private int _tooFewCount;
    private int _tooManyCount;
    private bool _isOlder;

    /// <summary>Takes an image, and gives what is shown of it; null where it is not compared, or not listed.</summary>
    public IReadOnlyList<ReportSpatial>? Of(FoundImage image)
    {
        if (image.Spatial.Count == 0)
        {
            if (image.Particles.Count < 2)
                _tooFewCount++;
            else if (image.Particles.Count > SpatialOptions.MaxPoints)
                _tooManyCount++;
            else
                _isOlder = true;
            return null;
        }

        return ++_comparedCount <= MaxImageCount
            ? [.. image.Spatial.Select(s => Of(s, image.PixelSizeNm!.Value, _comparedCount <= MaxCurveCount))]
            : null;
    }

    /// <summary>How the images were compared; null where they were not: the job did not ask for it, or the run is of a
    /// program that could not.</summary>
    public ReportComparison? Make() => choice.PlacementCount == 0 || _isOlder
        ? null
        : new ReportComparison
        {
            PlacementCount = choice.PlacementCount,
            ClusterNm = choice.ClusterNm,
            TooFewCount = _tooFewCount,
            TooManyCount = _tooManyCount,
            OmittedCount = Math.Max(0, _comparedCount - MaxImageCount),
        };

    private static ReportSpatial Of(GroupSpatial spatial, double pixelNm, bool hasCurve) => new()
    {
        Group = spatial.Group,
        ParticleCount = spatial.Result.PointCount,
        NearestNm = Against(spatial.Result.NearestDistance, pixelNm),
        ClusteredShare = Against(spatial.Result.ClusteredShare, 1),
        RipleyP = ReportTreatments.Rounded(spatial.Result.LPValue),
        Ripley = hasCurve ? Curve(spatial.Result, pixelNm) : null,
    };

    private static ReportAgainst Against(AgainstRandom number, double unit) => new(
        ReportTreatments.Rounded(number.Observed * unit), ReportTreatments.Rounded(number.RandomMean * unit),
        ReportTreatments.Rounded(number.PValue));

    private static ReportRipley Curve(SpatialResult result, double pixelNm)
    {
        return new ReportRipley(
            [.. result.Radii.Select(r => Math.Round(r * pixelNm, 2))], Above(result.L), Above(result.RandomLLow),
            Above(result.RandomLHigh));

        double[] Above(IReadOnlyList<double> l) =>
            [.. l.Zip(result.Radii, (value, radius) => Math.Round((value - radius) * pixelNm, 2))];
    }
}
