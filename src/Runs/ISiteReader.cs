using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// Reads the planes of a site.
/// </summary>
public interface ISiteReader
{
    /// <summary>Names what will be read of a well, site by site, so that it is read before its turn; null where nothing
    /// is read ahead. The caller disposes it.</summary>
    /// <param name="well">The well.</param>
    /// <param name="imageIndexes">Which of a site's images holds each channel.</param>
    /// <param name="companionsOf">What is read beside a site's images; null where no site has anything.</param>
    ReadAheadPlan? BeginWell(
        WellImages well, IReadOnlyList<int> imageIndexes, Func<SiteImages, SiteCompanions>? companionsOf = null);

    /// <summary>Reads all channels of a site; the caller disposes the planes.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="well">The well.</param>
    /// <param name="site">The site's images.</param>
    /// <param name="channels">The job's channels.</param>
    /// <param name="imageIndexes">Which of the site's images holds each channel.</param>
    /// <param name="plan">What the well is read ahead by, if it is.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ScreenDataException">A channel is missing or cannot be read, or the images differ in size; the
    /// place names plate, well, site, channel and blob.</exception>
    Task<SitePlanes> ReadAsync(
        PlateId plate, WellAddress well, SiteImages site, IReadOnlyList<ChannelSource> channels,
        IReadOnlyList<int> imageIndexes, ReadAheadPlan? plan, CancellationToken cancellationToken);

    /// <summary>Reads a small table that belongs to an image.</summary>
    /// <param name="key">The table's key.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="plan">What the well is read ahead by, if it is.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ScreenDataException">The table is missing or too long, or is no table.</exception>
    Task<DelimitedText> ReadTableAsync(
        BlobKey key, string what, ReadAheadPlan? plan, CancellationToken cancellationToken);

    /// <summary>Where planes lie.</summary>
    PixelPool Pool { get; }

    /// <summary>Reads the mask of an image; the caller disposes it.</summary>
    /// <param name="mask">The mask's key.</param>
    /// <param name="asked">The job's key that asks for it, for the message.</param>
    /// <param name="image">The image's key.</param>
    /// <param name="width">The image's width, in pixels.</param>
    /// <param name="height">The image's height, in pixels.</param>
    /// <param name="plan">What the well is read ahead by, if it is.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ScreenDataException">The mask is missing, cannot be read, or has another size than the
    /// image.</exception>
    Task<Plane> ReadMaskAsync(
        BlobKey mask, string asked, BlobKey image, int width, int height, ReadAheadPlan? plan,
        CancellationToken cancellationToken);
}
