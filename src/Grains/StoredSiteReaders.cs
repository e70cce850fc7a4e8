using HcsGrid.Imaging;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Reads images from the stores that jobs may read, from remote ones ahead.
/// </summary>
internal sealed class StoredSiteReaders(AllowedStores images, PixelPool pool, GrainsOptions options) : ISiteReaders
{
    public ISiteReader Open(ScreenJob job)
    {
        var store = images.Open(job.Images.Store);
        return RunSession.ReaderOf(
            job, store, pool, store.IsRemote ? new ReadAhead(store, options.ReadAhead) : null);
    }
}
