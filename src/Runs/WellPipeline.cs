using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Cells;
using HcsGrid.Runs.Detection;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// The whole way of one well: images → planes → tiles or crops of cells → embeddings, or particles where the model
/// detects them → site profiles → well profile.
/// </summary>
/// <remarks>
/// <para>Safe for many wells at once. A well has at most <see cref="MaxSitesInFlight"/> sites in memory: the next site
/// is read while the model works on the one before, and when the batcher holds a site back, reading stops too.</para>
/// <para>The result depends on the images, the plate's record and the job alone: sites are taken by number, sums run in
/// the order of tiles and sites. Running a well twice gives the same bytes.</para>
/// </remarks>
public sealed class WellPipeline(PlateContext plate, ISiteReader reader, ITileEmbedder embedder)
{
    private readonly MicrographSites? _micrographs = plate.Features.Particles is null
        ? null
        : new MicrographSites(plate, reader, embedder);

    private readonly SiteCells? _cells = plate.Job.Tiles.Cells is null
        ? null
        : new SiteCells(plate.Job, reader, embedder.TileSizePixels);

    /// <summary>Sites of a well that are in memory at the same time.</summary>
    public const int MaxSitesInFlight = 2;

    /// <summary>Runs a well.</summary>
    /// <exception cref="ScreenDataException">The well cannot be done; the place says where.</exception>
    public async Task<WellResult> RunAsync(WellImages well, CancellationToken cancellationToken)
    {
        if (well.Error is { } error)
            throw error;
        if (!plate.Wells.Contains(well.Well))
        {
            throw new ScreenDataException(
                "The well had no images when its plate was begun: start a new run to have it in",
                new Place { Plate = plate.Plate, Well = well.Well });
        }

        var ahead = reader.BeginWell(well, plate.ImageIndexes, CompanionsOf);
        var inFlight = new Queue<Task<SiteResult>>();
        var sites = new List<SiteResult>();
        try
        {
            foreach (var site in well.Sites)
            {
                if (inFlight.Count == MaxSitesInFlight)
                    sites.Add(await inFlight.Dequeue().ConfigureAwait(false));
                inFlight.Enqueue(
                    RunSiteAsync(well.Well, site, isFirst: site == well.Sites[0], ahead, cancellationToken));
            }

            while (inFlight.TryDequeue(out var next))
                sites.Add(await next.ConfigureAwait(false));
        }
        finally
        {
            // A site that fails must not leave another one behind that still uses the batcher.
            foreach (var left in inFlight)
                await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ahead is not null)
                await ahead.DisposeAsync().ConfigureAwait(false);
        }

        return new WellResult
        {
            Plate = plate.Plate,
            Well = well.Well,
            JobHash = plate.JobHash,
            SiteNumbers = [.. well.Sites.Select(s => s.SiteNumber)],
            TileCount = sites.Sum(s => s.TileCount),
            Profile = ProfileOf(sites),
            SiteProfiles = [.. sites.SelectMany(s => s.Profile)],
            Thumbnail = sites[0].Thumbnail,
            Images = [.. sites.Select(s => s.Found).OfType<FoundImage>()],
            Problems = WellProblems.Of(plate.Job, well, sites),
        };
    }

    private SiteCompanions CompanionsOf(SiteImages site)
    {
        var image = site.Keys[plate.ImageIndexes[0]];
        return new SiteCompanions(_cells?.LocationsOf(image), _micrographs?.MasksOf(image) ?? []);
    }

    private async Task<SiteResult> RunSiteAsync(
        WellAddress well, SiteImages site, bool isFirst, ReadAheadPlan? ahead, CancellationToken cancellationToken)
    {
        var place = new Place { Plate = plate.Plate, Well = well, SiteNumber = site.SiteNumber };
        using var planes = await reader
            .ReadAsync(plate.Plate, well, site, plate.Job.Channels, plate.ImageIndexes, ahead, cancellationToken)
                .ConfigureAwait(false);
        try
        {
            if (_micrographs is not null)
            {
                var key = site.Keys[plate.ImageIndexes[0]]!.Value;
                place = place with { Channel = plate.Channels[0], Blob = key.Text };
                return await _micrographs.RunAsync(planes, key, isFirst, ahead, cancellationToken)
                    .ConfigureAwait(false);
            }

            CheckTypes(planes);
            var image = site.Keys[plate.ImageIndexes[0]]!.Value;
            var cells = _cells is null
                ? null
                : await _cells.FindAsync(planes, image, ahead, cancellationToken).ConfigureAwait(false);
            var grid = cells?.Tiles ?? TileGrid.Create(
                planes[0].Width, planes[0].Height, embedder.TileSizePixels, plate.Job.Tiles.OverlapPixels);

            // The tiles go to the model first; the plain statistics are measured while it works.
            var embedding = embedder.EmbedAsync(new SiteTiles(planes, plate.Scales, grid), cancellationToken);
            try
            {
                var statistics = planes.Select(PlaneStatistics.Measure).ToArray();
                var correlations = FeatureLayout.ChannelPairs(planes.Count)
                    .Select(p => PlaneCorrelation.Measure(planes[p.First], planes[p.Second])).ToArray();
                var thumbnail = isFirst ? Thumbnails.Make(planes, plate) : [];
                var embeddings = await embedding.ConfigureAwait(false);
                return new SiteResult(
                    plate.Features.SiteProfile(embeddings, statistics, correlations, cells),
                    (long)embeddings.TileCount * embeddings.ChannelCount, thumbnail, Cells: cells);
            }
            finally
            {
                // The planes must outlive the batcher's use of them.
                await ((Task)embedding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (ScreenDataException error)
        {
            throw error.Within(place);
        }
    }

    private void CheckTypes(SitePlanes planes)
    {
        for (var i = 0; i < planes.Count; i++)
        {
            if (planes[i].Type != plate.SampleTypes[i])
            {
                throw new ScreenDataException(
                    $"The image is {planes[i].Type.Name()}, the plate's other images of the channel are " +
                    plate.SampleTypes[i].Name(),
                    new Place { Channel = plate.Channels[i] });
            }
        }
    }

    private double[] ProfileOf(List<SiteResult> sites)
    {
        // A row without numbers would take part in normalization, and drop every embedding of the screen.
        if (_cells is not null && sites.All(s => s.CropCount == 0))
        {
            throw new ScreenDataException(
                $"The well has no cell that can be embedded: its {sites.Count} sites have " +
                $"{sites.Sum(s => s.Cells!.CellCount)} cells, none with a crop of {embedder.TileSizePixels} × " +
                $"{embedder.TileSizePixels} pixels wholly in the image", Place.Unknown);
        }

        return SiteAggregation.WellOf(plate.Features, plate.Job.Aggregation.Sites, sites);
    }
}
