using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// Gathers what a report shows of the particles of a run, well by well in the report's order.
/// </summary>
internal sealed class ReportParticles(DetectionOptions detection)
{
    /// <summary>The most images that are listed one by one.</summary>
    public const int MaxImageCount = 20_000;

    /// <summary>The least spread that is told: of one particle alone it would be 0, and its curve no curve.</summary>
    private const double LeastSpread = 0.005;

    /// <summary>The most diameters that the mixture is fitted to; of more, as many, evenly spread in their
    /// order.</summary>
    public const int MaxMixtureCount = 10_000;

    private const int MaxBarCount = 60;

    private readonly SizeGroups _groups = detection.Groups;
    private readonly ParticleFeatures _features = new(detection.Groups);
    private readonly ReportComparisons _comparisons = new(detection.Spatial);
    private readonly List<ReportMicrograph> _images = [];
    private readonly List<(double Diameter, int Group)> _sizes = [];
    private int _imageCount;

    /// <summary>The metrics that plate heatmaps offer, each with its column.</summary>
    public IEnumerable<(ReportMetric Metric, string Column)> Metrics =>
    [
        (new("Particles", "Particles of all sizes, of all images of the well."), ParticleFeatures.Count),
        .. _groups.Groups.Select(g => ParticleFeatures.NameOf(g)).Select(name => (
            new ReportMetric($"Particles of {name.Replace("nm", " nm", StringComparison.Ordinal)}",
                "Particles of the size group, of all images of the well."), $"{ParticleFeatures.Count}_{name}")),
        (new("Particle density", "Particles of all sizes for the area searched.", "1/µm²"), ParticleFeatures.Density),
        (new("Median diameter", "Median diameter of the particles.", "nm"), ParticleFeatures.MedianDiameter),
        (new("Nearest neighbour", "Median distance to the nearest other particle of the image.", "nm"),
            ParticleFeatures.MedianNearest),
    ];

    /// <summary>Takes a well's images.</summary>
    public void Add(WellResult well)
    {
        for (var site = 0; site < well.Images.Count; site++)
        {
            var image = well.Images[site] with { Groups = _groups };
            var groups = image.Particles.Select(p => image.GroupOf(p) ?? _groups.Groups.Count).ToArray();
            _sizes.AddRange(image.Particles.Select((p, i) => (image.SizeOf(p), groups[i])));
            var spatial = _comparisons.Of(image);
            if (++_imageCount <= MaxImageCount)
                _images.Add(Of(well, well.SiteNumbers[site], image, groups) with { Spatial = spatial });
        }
    }

    /// <summary>What was gathered.</summary>
    public ReportDetection Make()
    {
        var bins = SizeBins.Of([.. _sizes.Select(s => s.Diameter)], MaxBarCount);
        var bars = Enumerable.Range(0, _groups.Groups.Count + 1).Select(_ => new int[bins.Counts.Count]).ToArray();
        foreach (var (diameter, group) in _sizes)
            bars[group][bins.IndexOf(diameter)]++;
        var (mixture, mixtureCount) = MixtureOf([.. _sizes.Select(s => s.Diameter)], _groups.Groups.Count + 1);
        return new ReportDetection
        {
            Threshold = detection.Threshold ?? double.NaN,
            Groups =
            [
                .. _groups.Groups.Select((g, i) => new ReportSizeGroup(
                    FormattableString.Invariant($"{g.Nominal:0.###} nm"), ParticlePicture.ColourOf(i))),
                new ReportSizeGroup("other", ParticlePicture.ColourOf(null)),
            ],
            Images = _images,
            OmittedCount = _imageCount - _images.Count,
            FromNm = ReportTreatments.Rounded(bins.From),
            WidthNm = bins.Width,
            Bars = bars,
            Mixture = mixture,
            MixtureCount = mixtureCount,
            Comparison = _comparisons.Make(),
        };
    }

    /// <summary>The mixture of diameters, and how many it is fitted to.</summary>
    internal static (ReportSizeComponent[] Mixture, int Count) MixtureOf(double[] diameters, int maxCount)
    {
        Array.Sort(diameters);
        var count = Math.Min(diameters.Length, MaxMixtureCount);
        double[] fitted =
            [.. Enumerable.Range(0, count).Select(i => diameters[((2L * i) + 1) * diameters.Length / (2L * count)])];
        var mixture = SizeMixture.Fit(fitted, Math.Min(maxCount, SizeMixture.MaxComponentCount));
        return (
            [
                .. (mixture?.Components ?? []).Select(c => new ReportSizeComponent(
                    ReportTreatments.Rounded(Math.Exp(c.MeanLog)), ReportTreatments.Rounded(c.Weight),
                    ReportTreatments.Rounded(Math.Max(c.SpreadLog, LeastSpread)))),
            ],
            count);
    }

    private ReportMicrograph Of(WellResult well, int site, FoundImage image, int[] groups)
    {
        var numbers = _features.Measure([image]);
        return new ReportMicrograph
        {
            Plate = well.Plate.Barcode,
            Well = well.Well.ToString(),
            Site = site,
            Image = image.Path,
            PixelSizeNm = ReportTreatments.Rounded(image.PixelSizeNm!.Value),
            RegionUm2 = ReportTreatments.Rounded(image.RegionArea!.Value),
            Counts = [.. Enumerable.Range(0, _groups.Groups.Count + 1).Select(g => groups.Count(other => other == g))],
            DensityPerUm2 = Number(ParticleFeatures.Density),
            MedianNm = Number(ParticleFeatures.MedianDiameter),
            NearestNm = Number(ParticleFeatures.MedianNearest),
        };

        double? Number(string name) => ReportTreatments.Finite(numbers[_features.Names.ToList().IndexOf(name)]);
    }
}
