using HcsGrid.Imaging;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Reads images from the stores that jobs may read, from remote ones ahead, within one budget for all jobs.
/// </summary>
internal sealed class StoredSiteReaders(AllowedStores images, PixelPool pool, GrainsOptions options) : ISiteReaders
{
    private readonly ReadAhead _ahead = new(options.ReadAhead);

    public ISiteReader Open(ScreenJob job) =>
        RunSession.ReaderOf(job, images.Open(job.Images.Store), pool, _ahead);
}
