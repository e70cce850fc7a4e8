using HcsGrid.Grains;
using HcsGrid.Imaging;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Opens the reader that reads nothing.
/// </summary>
internal sealed class NullReaders(PixelPool pool, MadeUpImage image) : ISiteReaders
{
    public ISiteReader Open(ScreenJob job) => new NullReader(pool, image);
}
