using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Detection;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// Finds the particles of images, two at a time: one is read while the model works on the other.
/// </summary>
internal sealed class GoldDetection
{
    private const int ImagesAtOnce = 2;

    private readonly GoldRequest _request;
    private readonly ModelCard _card;
    private readonly ImageDecoder _decoder;
    private readonly ParticleSearch _search;
    private readonly double _modelPixelNm;

    public GoldDetection(GoldRequest request, ModelCard card, ITileEmbedder embedder)
    {
        var pool = new PixelPool(new PixelPoolOptions());
        (_request, _card) = (request, card);
        _modelPixelNm = 1000 * card.Input.PixelSizeMicrometres!.Value;
        _decoder = new ImageDecoder(pool, new ImageDecoderOptions());
        _search = new ParticleSearch(new ParticleDetector(
            embedder, card, pool, new ParticleDetectorOptions { Threshold = request.Threshold }));
    }

    /// <summary>The least confidence of a particle.</summary>
    public double Threshold => _search.Threshold;

    /// <summary>The particles of every image, and what is wrong with those that cannot be used, in their
    /// order.</summary>
    public async Task<(IReadOnlyList<FoundImage> Found, IReadOnlyList<GoldProblem> Problems)> RunAsync(
        CancellationToken cancellationToken)
    {
        var results = new object[_request.Images.Count];
        await Parallel.ForAsync(
            0, results.Length,
            new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancellationToken },
            async (i, token) => results[i] = await TryFindAsync(_request.Images[i], token)
                .ConfigureAwait(false)).ConfigureAwait(false);
        var found = WithGroups([.. results.OfType<FoundImage>()]);
        await Parallel.ForAsync(
            0, found.Length, new ParallelOptions { CancellationToken = cancellationToken },
            (i, token) =>
            {
                found[i] = found[i] with
                {
                    Spatial = SpatialComparison.Of(found[i], _request.Spatial, _modelPixelNm, token),
                };
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        return (found, [.. results.OfType<GoldProblem>()]);
    }

    private async Task<object> TryFindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ScreenDataException error)
        {
            return new GoldProblem(path, error.Within(new Place { Blob = path }));
        }
    }

    private async Task<FoundImage> FindAsync(string path, CancellationToken cancellationToken)
    {
        var (header, plane) = ImageFile.Read(
            path, file => (_decoder.ReadHeader(file), _decoder.DecodePlane(file, band: _request.Band)));
        using (plane)
        {
            var region = ImageMasks.Read(path, plane.Width, plane.Height, _request, _decoder);
            var pixelSize = _request.PixelSizeNm ?? (1000 * header.PixelSizeMicrometres);
            var from = _request.PixelSizeNm is not null ? "option" : pixelSize is not null ? "file" : null;
            var found = await _search.FindAsync(path, plane, (pixelSize, from), region, cancellationToken)
                .ConfigureAwait(false);
            return found with
            {
                PageCount = header.PageCount,
                Region = _request.Spatial.PlacementCount == 0 ? null : SpatialComparison.RegionOf(region),
            };
        }
    }

    /// <summary>
    /// Groups in nanometres where the pixel size is known. A mixture is fitted to all images together; where no image
    /// has a pixel size, to diameters in pixels.
    /// </summary>
    private FoundImage[] WithGroups(FoundImage[] images)
    {
        if (_request.Groups.MixtureCount is not { } count)
        {
            var nominal = _request.Groups.NominalNm ?? _card.RequireDetection().GroupsNm;
            var groups = nominal.Count > 0 ? SizeGroups.Around(nominal) : SizeGroups.None;
            return [.. images.Select(i => i.PixelSizeNm is null ? i : i with { Groups = groups })];
        }

        var isScaled = images.Any(i => i.PixelSizeNm is not null);
        var used = images.Where(i => i.PixelSizeNm is not null == isScaled).ToArray();
        var mixture = SizeMixture.Fit([.. used.SelectMany(i => i.Particles.Select(i.SizeOf))], count);
        var fitted = mixture is null ? SizeGroups.None : SizeGroups.Of(mixture);
        return [.. images.Select(i => used.Contains(i) ? i with { Groups = fitted } : i)];
    }
}
