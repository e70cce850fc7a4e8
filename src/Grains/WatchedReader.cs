using System.Diagnostics;
using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// A reader of images whose times are measured.
/// </summary>
internal sealed class WatchedReader(ISiteReader reader) : ISiteReader
{
    public PixelPool Pool => reader.Pool;

    public ReadAheadPlan? BeginWell(
        WellImages well, IReadOnlyList<int> imageIndexes, Func<SiteImages, SiteCompanions>? companionsOf = null) =>
        reader.BeginWell(well, imageIndexes, companionsOf);

    public async Task<SitePlanes> ReadAsync(
        PlateId plate, WellAddress well, SiteImages site, IReadOnlyList<ChannelSource> channels,
        IReadOnlyList<int> imageIndexes, ReadAheadPlan? plan, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var activity = GrainsInstruments.Source.StartActivity("read site");
        activity?.SetTag("hcsgrid.site", site.SiteNumber);
        var planes = await reader.ReadAsync(plate, well, site, channels, imageIndexes, plan, cancellationToken);
        GrainsInstruments.DecodeDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return planes;
    }

    public Task<Plane> ReadMaskAsync(
        BlobKey mask, string asked, BlobKey image, int width, int height, ReadAheadPlan? plan,
        CancellationToken cancellationToken) =>
        reader.ReadMaskAsync(mask, asked, image, width, height, plan, cancellationToken);

    public Task<DelimitedText> ReadTableAsync(
        BlobKey key, string what, ReadAheadPlan? plan, CancellationToken cancellationToken) =>
        reader.ReadTableAsync(key, what, plan, cancellationToken);
}
