using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Makes up the planes of a site instead of reading them: one of noise, which depends on the site alone.
/// </summary>
internal sealed class NullReader(PixelPool pool, MadeUpImage image) : ISiteReader
{
    public PixelPool Pool => pool;

    public ReadAheadPlan? BeginWell(
        WellImages well, IReadOnlyList<int> imageIndexes, Func<SiteImages, SiteCompanions>? companionsOf = null) =>
        null;

    public Task<SitePlanes> ReadAsync(
        PlateId plate, WellAddress well, SiteImages site, IReadOnlyList<ChannelSource> channels,
        IReadOnlyList<int> imageIndexes, ReadAheadPlan? plan, CancellationToken cancellationToken)
    {
        var buffer = pool.Rent(image.WidthPixels * image.HeightPixels * image.Type.ByteCount());
        var state = (uint)((((well.RowIndex * 48) + well.ColumnIndex) * 64) + site.SiteNumber);
        foreach (var letter in plate.Barcode)
            state = (state * 31) + letter;
        foreach (ref var sample in buffer.Bytes)
        {
            state = (state * 1664525) + 1013904223;
            sample = (byte)(state >> 24);
        }

        var planes = new SitePlanes();
        planes.Add(new Plane(image.WidthPixels, image.HeightPixels, image.Type, buffer));
        return Task.FromResult(planes);
    }

    public Task<Plane> ReadMaskAsync(
        BlobKey mask, string asked, BlobKey image, int width, int height, ReadAheadPlan? plan,
        CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A made-up screen has no masks.");

    public Task<DelimitedText> ReadTableAsync(
        BlobKey key, string what, ReadAheadPlan? plan, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A made-up screen has no tables.");
}
