using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// Reads the images of a site from the store and decodes them, one plane a channel.
/// </summary>
public sealed class SiteReader(IBlobStore images, ImageDecoder decoder, JobLimits limits) : ISiteReader
{
    /// <summary>Reads all channels of a site; the caller disposes the planes.</summary>
    /// <exception cref="ScreenDataException">
    /// A channel is missing or cannot be read, or the images differ in size; the place names plate, well, site, channel
    /// and blob.
    /// </exception>
    public async Task<SitePlanes> ReadAsync(
        PlateId plate, WellAddress well, SiteImages site, IReadOnlyList<ChannelSource> channels,
        IReadOnlyList<int> imageIndexes, CancellationToken cancellationToken)
    {
        var planes = new SitePlanes();
        try
        {
            for (var i = 0; i < channels.Count; i++)
            {
                var place = new Place
                {
                    Plate = plate,
                    Well = well,
                    SiteNumber = site.SiteNumber,
                    Channel = new Channel(channels[i].Name),
                };
                if (site.Keys[imageIndexes[i]] is not { } key)
                    throw new ScreenDataException("The image of the channel is missing", place);
                place = place with { Blob = key.Text };
                var plane = await ReadPlaneAsync(key, channels[i].Band, place, cancellationToken).ConfigureAwait(false);
                planes.Add(plane);
                var first = planes[0];
                if (plane.Width != first.Width || plane.Height != first.Height)
                {
                    throw new ScreenDataException(
                        $"The image is {plane.Width} × {plane.Height} pixels, that of channel {channels[0].Name} is " +
                        $"{first.Width} × {first.Height}", place);
                }
            }

            return planes;
        }
        catch
        {
            planes.Dispose();
            throw;
        }
    }

    private async Task<Plane> ReadPlaneAsync(BlobKey key, int? band, Place place, CancellationToken cancellationToken)
    {
        try
        {
            using var file = await images.ReadAsync(key, limits.MaxImageBytes, cancellationToken).ConfigureAwait(false);
            return decoder.DecodePlane(file.Bytes, band: band);
        }
        catch (ScreenDataException error)
        {
            throw error.Within(place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BlobNotFoundException)
        {
            throw new ScreenDataException($"The image cannot be read: {error.Message}", place, error);
        }
    }
}
