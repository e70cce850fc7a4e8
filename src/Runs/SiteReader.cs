using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// Reads the images of a site from the store and decodes them, one plane a channel.
/// </summary>
/// <param name="images">The store.</param>
/// <param name="decoder">Decodes an image.</param>
/// <param name="limits">How long an image may be.</param>
/// <param name="ahead">Reads the store ahead, which pays where it is remote; null reads nothing ahead.</param>
public sealed class SiteReader(
    IBlobStore images, ImageDecoder decoder, JobLimits limits, ReadAheadSource? ahead = null) : ISiteReader
{
    /// <summary>The longest table of one image, in bytes: 16 MiB.</summary>
    public const int MaxTableBytes = 16 << 20;

    /// <summary>True where the files' pixel sizes are wanted: <see cref="SitePlanes.PixelSizeNm"/>.</summary>
    public bool ReadsPixelSize { get; init; }

    public PixelPool Pool => decoder.Pool;

    /// <inheritdoc/>
    public ReadAheadPlan? BeginWell(
        WellImages well, IReadOnlyList<int> imageIndexes, Func<SiteImages, SiteCompanions>? companionsOf = null)
    {
        return ahead?.Begin(well.Sites.SelectMany(FilesOf));

        IEnumerable<WantedBlob> FilesOf(SiteImages site) =>
        [
            .. imageIndexes.Select(i => site.Keys[i]).OfType<BlobKey>().Select(Image),
            .. companionsOf is null ? [] : WantedOf(companionsOf(site)),
        ];

        IEnumerable<WantedBlob> WantedOf(SiteCompanions beside) =>
            [.. beside.Table is { } key ? [Table(key)] : Array.Empty<WantedBlob>(), .. beside.Masks.Select(Image)];
    }

    /// <summary>Reads all channels of a site; the caller disposes the planes.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="well">The well.</param>
    /// <param name="site">The site's images.</param>
    /// <param name="channels">The job's channels.</param>
    /// <param name="imageIndexes">Which of the site's images holds each channel.</param>
    /// <param name="plan">What the well is read ahead by, if it is.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ScreenDataException">
    /// A channel is missing or cannot be read, or the images differ in size; the place names plate, well, site, channel
    /// and blob.
    /// </exception>
    /// <exception cref="BlobStoreException">The store as a whole cannot be read: no well can be done.</exception>
    public async Task<SitePlanes> ReadAsync(
        PlateId plate, WellAddress well, SiteImages site, IReadOnlyList<ChannelSource> channels,
        IReadOnlyList<int> imageIndexes, ReadAheadPlan? plan, CancellationToken cancellationToken)
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
                var (band, isFirst) = (channels[i].Band, i == 0);
                var plane = await ReadFileAsync(
                    Image(key), "image", place, plan,
                    file =>
                    {
                        if (ReadsPixelSize && isFirst)
                            planes.PixelSizeNm = 1000 * decoder.ReadHeader(file).PixelSizeMicrometres;
                        return decoder.DecodePlane(file, band: band);
                    },
                    cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    /// <exception cref="BlobStoreException">The store as a whole cannot be read: no well can be done.</exception>
    public Task<Plane> ReadMaskAsync(
        BlobKey mask, string asked, BlobKey image, int width, int height, ReadAheadPlan? plan,
        CancellationToken cancellationToken) =>
        ReadFileAsync(
            Image(mask), "mask", new Place { Blob = mask.Text }, plan,
            file => RegionMask.Decode(file, decoder, asked, image.Text, width, height), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BlobStoreException">The store as a whole cannot be read: no well can be done.</exception>
    public Task<DelimitedText> ReadTableAsync(
        BlobKey key, string what, ReadAheadPlan? plan, CancellationToken cancellationToken) =>
        ReadFileAsync(
            Table(key), what, new Place { Blob = key.Text }, plan,
            file => StoredText.Parse(file.Span, key.Text), cancellationToken);

    private static WantedBlob Table(BlobKey key) => new(key, MaxTableBytes);

    private WantedBlob Image(BlobKey key) => new(key, limits.MaxImageBytes);

    private async Task<T> ReadFileAsync<T>(
        WantedBlob blob, string what, Place place, ReadAheadPlan? plan, Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellationToken)
    {
        try
        {
            using var file = await (plan?.ReadAsync(blob, cancellationToken) ??
                images.ReadAsync(blob.Key, blob.MaxLength, cancellationToken)).ConfigureAwait(false);
            return decode(file.Bytes);
        }
        catch (ScreenDataException error)
        {
            throw error.Within(place);
        }
        catch (Exception error) when (error is not BlobStoreException &&
            error is IOException or UnauthorizedAccessException or BlobNotFoundException)
        {
            throw new ScreenDataException($"The {what} cannot be read: {error.Message}", place, error);
        }
    }
}
