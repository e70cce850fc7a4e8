using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Imaging.Nuclei;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Cells;

/// <summary>
/// Finds the cells of a site, by its file of locations or in its nuclear channel, and the crops around them.
/// </summary>
/// <remarks>Safe for many sites at once.</remarks>
internal sealed class SiteCells
{
    private readonly CellOptions _options;
    private readonly ISiteReader _reader;
    private readonly int _tileSize;
    private readonly CompanionPattern? _locations;
    private readonly NucleusFinder? _finder;
    private readonly int _channelIndex;

    /// <param name="job">A job that cuts crops of cells.</param>
    /// <param name="reader">Reads location files, and has the memory in which nuclei are found.</param>
    /// <param name="tileSize">Side of the crops, in pixels.</param>
    public SiteCells(ScreenJob job, ISiteReader reader, int tileSize)
    {
        (_options, _reader, _tileSize) = (job.Tiles.Cells!, reader, tileSize);
        _locations = _options.LocationsOf(new ImagePattern(job.Images.Pattern));
        if (_locations is not null)
            return;
        _finder = new NucleusFinder(_options.NucleusOptions(), reader.Pool);
        _channelIndex = job.Channels.TakeWhile(c => c.Name != _options.Channel).Count();
    }

    /// <summary>The file of locations of a site, so that it can be read ahead; null where nuclei are found, where the
    /// site has no image, and where the file cannot be named, which <see cref="FindAsync"/> tells.</summary>
    /// <param name="image">The key of one of its images.</param>
    public BlobKey? LocationsOf(BlobKey? image) => _locations?.KeyOrNull(image);

    /// <summary>Finds the crops of a site.</summary>
    /// <param name="planes">The site's planes.</param>
    /// <param name="image">The key of one of its images.</param>
    /// <param name="ahead">What the well is read ahead by, if it is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ScreenDataException">The file of locations is missing or cannot be used, or the image is
    /// smaller than a crop.</exception>
    public async Task<CellCrops> FindAsync(
        SitePlanes planes, BlobKey image, ReadAheadPlan? ahead, CancellationToken cancellationToken)
    {
        var (width, height) = (planes[0].Width, planes[0].Height);
        return CellCrops.Around(
            await CentresAsync(planes, image, ahead, cancellationToken).ConfigureAwait(false), width, height, _tileSize,
            _options.MaxCellsPerSite);
    }

    private async Task<IReadOnlyCollection<CellCentre>> CentresAsync(
        SitePlanes planes, BlobKey image, ReadAheadPlan? ahead, CancellationToken cancellationToken)
    {
        if (_finder is not null)
            return [.. _finder.Find(planes[_channelIndex]).Select(n => new CellCentre(n.X, n.Y))];
        var key = _locations!.KeyFor(image);
        var text = await _reader.ReadTableAsync(key, "file of cell locations", ahead, cancellationToken)
            .ConfigureAwait(false);
        return CellLocations.Read(text, key.Text, _options.Columns, planes[0].Width, planes[0].Height);
    }
}
