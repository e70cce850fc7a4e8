using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs;

/// <summary>
/// Reads the planes of a site.
/// </summary>
public interface ISiteReader
{
    /// <summary>Reads all channels of a site; the caller disposes the planes.</summary>
    /// <exception cref="ScreenDataException">A channel is missing or cannot be read, or the images differ in size; the
    /// place names plate, well, site, channel and blob.</exception>
    Task<SitePlanes> ReadAsync(
        PlateId plate, WellAddress well, SiteImages site, IReadOnlyList<ChannelSource> channels,
        IReadOnlyList<int> imageIndexes, CancellationToken cancellationToken);
}
