using HcsGrid.Imaging;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Reads images from the stores that jobs may read.
/// </summary>
internal sealed class StoredSiteReaders(AllowedStores images, PixelPool pool) : ISiteReaders
{
    public ISiteReader Open(ScreenJob job) => RunSession.ReaderOf(job, images.Open(job.Images.Store), pool);
}
