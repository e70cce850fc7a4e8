using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Inference.Detection;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Detection;

namespace HcsGrid.Runs.Tests.Detection;

/// <summary>
/// What <c>hcsgrid detect gold</c> finds in a micrograph of a <see cref="MicrographFolder"/>.
/// </summary>
internal static class LoneDetection
{
    /// <summary>All of the image is looked at.</summary>
    public static SearchRegion Region { get; } =
        SearchRegion.Of(MicrographFolder.Width, MicrographFolder.Height, null, null);

    public static async Task<FoundImage> FindAsync(int seed)
    {
        using var model = new DiscModel(MicrographFolder.TileSize);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions(), TimeProvider.System);
        var pool = new PixelPool(new PixelPoolOptions());
        var search = new ParticleSearch(
            new ParticleDetector(batcher, model.Card, pool, new ParticleDetectorOptions()));
        using var plane = new DiscPicture(
            MicrographFolder.Width, MicrographFolder.Height, seed, MicrographFolder.Discs(seed)).ToPlane8(pool);
        return await search.FindAsync(
            "x", plane, (DiscModel.PixelNm, "option"), Region, TestContext.Current.CancellationToken);
    }
}
