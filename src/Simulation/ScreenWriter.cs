using System.Collections.Concurrent;
using System.Text;
using HcsGrid.Imaging;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Simulation;

/// <summary>
/// Writes a simulated screen into a store: tables first, then images, several sites at once.
/// </summary>
/// <remarks>At most one canvas and one image a worker are in memory, beside the tables.</remarks>
internal sealed class ScreenWriter(SimulatedScreen screen, IBlobStore store)
{
    private readonly ConcurrentBag<SiteRenderer> _idleRenderers = [];
    private int _doneCount;

    public async Task WriteAsync(IProgress<int>? sitesDone, int workerCount, CancellationToken cancellationToken)
    {
        await WriteTablesAsync(cancellationToken).ConfigureAwait(false);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = workerCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            Sites(), parallel, (site, token) => WriteSiteAsync(site.Plate, site.Address, sitesDone, token))
            .ConfigureAwait(false);
    }

    private async Task WriteTablesAsync(CancellationToken cancellationToken)
    {
        var tables = new ScreenTables(screen);
        var truth = new StringBuilder(tables.TruthHeader());
        var plateTruth = new StringBuilder(ScreenTables.PlateTruthHeader());
        await PutTextAsync("barcode_platemap.csv", tables.BarcodePlateMap(), cancellationToken).ConfigureAwait(false);
        await PutTextAsync("external_metadata.tsv", tables.ExternalMetadata(), cancellationToken).ConfigureAwait(false);
        foreach (var id in screen.Plates)
        {
            var plate = screen.MakePlate(id);
            var mapKey = $"platemap/{ScreenTables.MapNameOf(id)}.txt";
            await PutTextAsync(mapKey, ScreenTables.PlateMap(plate), cancellationToken).ConfigureAwait(false);
            var (wells, cells) = tables.TruthOf(plate);
            await PutTextAsync($"truth_cells/{id}.csv", cells, cancellationToken).ConfigureAwait(false);
            truth.Append(wells);
            plateTruth.Append(tables.PlateTruthOf(plate));
        }

        await PutTextAsync("truth.csv", truth.ToString(), cancellationToken).ConfigureAwait(false);
        await PutTextAsync("truth_plates.csv", plateTruth.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private Task PutTextAsync(string key, string text, CancellationToken cancellationToken) =>
        store.PutAsync(new BlobKey(key), Encoding.UTF8.GetBytes(text), cancellationToken);

    private IEnumerable<(SimulatedPlate Plate, SiteAddress Address)> Sites()
    {
        foreach (var id in screen.Plates)
        {
            var plate = screen.MakePlate(id);
            foreach (var well in plate.Wells)
            {
                for (var number = 1; number <= screen.Options.SitesPerWell; number++)
                    yield return (plate, new SiteAddress(id, well.Well, number));
            }
        }
    }

    private async ValueTask WriteSiteAsync(
        SimulatedPlate plate, SiteAddress address, IProgress<int>? sitesDone, CancellationToken cancellationToken)
    {
        var site = plate.PlanSite(address.Well, address.SiteNumber);
        for (var c = 0; c < screen.Channels.Count; c++)
        {
            var image = DrawImage(plate, site, c);
            var key = SimulatedScreen.ImageKeyOf(address, screen.Channels[c]);
            await store.PutAsync(key, image, cancellationToken).ConfigureAwait(false);
        }

        sitesDone?.Report(Interlocked.Increment(ref _doneCount));
    }

    private byte[] DrawImage(SimulatedPlate plate, SimulatedSite site, int channelIndex)
    {
        var (width, height) = (screen.Options.ImageWidth, screen.Options.ImageHeight);
        if (!_idleRenderers.TryTake(out var renderer))
            renderer = screen.MakeRenderer();
        var pixels = renderer.Render(plate, site, channelIndex);
        var image = screen.Options.CompressImages
            ? ImageEncoder.EncodeTiff(pixels, width, height)
            : ImageEncoder.EncodePlainTiff(pixels, width, height);
        _idleRenderers.Add(renderer);
        return image;
    }
}
