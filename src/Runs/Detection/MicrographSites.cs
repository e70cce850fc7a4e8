using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Inference;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// What a well's pipeline does with the image of a site where the job's model detects particles: image and masks →
/// tiles → particles → their comparison with random placements → site profile and picture.
/// </summary>
/// <remarks>The particles are those of <c>hcsgrid detect gold</c>. Safe for many sites at once; a site has at most
/// <see cref="MaxTilesAtOnce"/> tiles, or one row of them, with the embedder.</remarks>
internal sealed class MicrographSites
{
    /// <summary>Tiles of one image that wait for the model at once; no result depends on it.</summary>
    public const int MaxTilesAtOnce = 8;

    private readonly PlateContext _plate;
    private readonly ISiteReader _reader;
    private readonly ParticleDetector _detector;
    private readonly ParticleSearch _search;
    private readonly CompanionPattern? _region;
    private readonly CompanionPattern? _exclude;
    private readonly SizeGroups _groups;
    private readonly SpatialChoice _spatial;

    public MicrographSites(PlateContext plate, ISiteReader reader, ITileEmbedder embedder)
    {
        var detection = plate.Job.Detection!;
        (_plate, _reader) = (plate, reader);
        _detector = new ParticleDetector(embedder, plate.Card, reader.Pool, new ParticleDetectorOptions
        {
            Threshold = detection.Threshold,
            MaxTilesAtOnce = MaxTilesAtOnce,
            MaxPixels = plate.Job.Limits.MaxImagePixels,
        });
        _search = new ParticleSearch(_detector);
        (_region, _exclude) = detection.MasksOf(new ImagePattern(plate.Job.Images.Pattern));
        (_groups, _spatial) = (detection.Groups, detection.Spatial);
    }

    /// <summary>The masks of an image, so that they can be read ahead; without those that cannot be named, which
    /// <see cref="RunAsync"/> tells.</summary>
    /// <param name="image">Its key.</param>
    public IReadOnlyList<BlobKey> MasksOf(BlobKey? image) =>
        [.. new[] { _region?.KeyOrNull(image), _exclude?.KeyOrNull(image) }.OfType<BlobKey>()];

    /// <summary>Does a site.</summary>
    /// <param name="planes">The image: one plane.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isFirst">True for the well's first site, whose picture is the well's.</param>
    /// <param name="ahead">What the well is read ahead by, if it is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ScreenDataException">The image has no pixel size, a mask cannot be used, or the model
    /// failed.</exception>
    public async Task<SiteResult> RunAsync(
        SitePlanes planes, BlobKey key, bool isFirst, ReadAheadPlan? ahead, CancellationToken cancellationToken)
    {
        var plane = planes[0];
        var pixelSize = PixelSizeOf(planes, key);
        var region = await RegionOfAsync(plane, key, ahead, cancellationToken).ConfigureAwait(false);

        // The tiles go to the model first; the plain statistics are measured while it works.
        var searching = _search.FindAsync(key.Text, plane, pixelSize, region, cancellationToken);
        try
        {
            var statistics = PlaneStatistics.Measure(plane);
            var found = await searching.ConfigureAwait(false);
            found = found with { Spatial = Compared(found, region, cancellationToken) };
            var picture = isFirst
                ? ParticlePicture.Draw(
                    found with { Groups = _groups }, plane,
                    new IntensityScale(0, Math.Max(1, statistics.Maximum), Clip: true),
                    _plate.Job.Detection!.OverlayPixels)
                : [];
            return new SiteResult(
                _plate.Features.SiteProfile(found, [statistics]),
                _detector.TileCountOf(plane.Width, plane.Height, pixelSize.Nm), picture, found);
        }
        finally
        {
            // The plane must outlive the detector's use of it.
            await ((Task)searching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IReadOnlyList<GroupSpatial> Compared(
        FoundImage found, SearchRegion region, CancellationToken cancellationToken)
    {
        if (_spatial.PlacementCount == 0)
            return [];
        var image = found with { Groups = _groups, Region = SpatialComparison.RegionOf(region) };
        return SpatialComparison.Of(image, _spatial, image.PixelSizeNm!.Value, cancellationToken);
    }

    private (double? Nm, string? From) PixelSizeOf(SitePlanes planes, BlobKey key)
    {
        var detection = _plate.Job.Detection!;
        if (detection.PixelSizeNm is { } everywhere)
            return (everywhere, "option");
        if (detection.PixelSizes is { } table)
        {
            return _plate.PixelSizesNm?.TryGetValue(key.Text, out var listed) == true
                ? (listed, "table")
                : throw new ScreenDataException(
                    $"The image has no line with a pixel size in {table} (detection.pixelSizes)", Place.Unknown);
        }

        return planes.PixelSizeNm is { } told
            ? (told, "file")
            : throw new ScreenDataException(
                "The image's file does not tell its pixel size: set detection.pixelSizeNm, or list it in the table " +
                "of detection.pixelSizes", Place.Unknown);
    }

    private async Task<SearchRegion> RegionOfAsync(
        Plane image, BlobKey key, ReadAheadPlan? ahead, CancellationToken cancellationToken)
    {
        using var include = await MaskOfAsync(_region, "detection.region").ConfigureAwait(false);
        using var exclude = await MaskOfAsync(_exclude, "detection.exclude").ConfigureAwait(false);
        return SearchRegion.Of(image.Width, image.Height, include, exclude);

        async Task<Plane?> MaskOfAsync(CompanionPattern? pattern, string asked) => pattern is null
            ? null
            : await _reader
                .ReadMaskAsync(pattern.KeyFor(key), asked, key, image.Width, image.Height, ahead, cancellationToken)
                .ConfigureAwait(false);
    }
}
