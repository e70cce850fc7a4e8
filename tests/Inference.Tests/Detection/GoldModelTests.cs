using HcsGrid.Imaging;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Detection;

/// <summary>
/// The shipped gold model on made-up micrographs, cut into tiles in several ways.
/// </summary>
public sealed class GoldModelTests
{
    private const int Width = 700;
    private const int Height = 520;

    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ModelFolder _folder = ModelFolder.Open(
        Path.Combine(HcsGrid.Tests.Shared.RepositoryRoot, "models", "gold-v1"));

    private readonly Particle[] _discs = DiscPicture.Scatter(Width, Height, 60, seed: 21);

    [Theory]
    [InlineData(160)]
    [InlineData(256)]
    [InlineData(330)]
    public async Task The_particles_are_the_same_whatever_the_tiles(int tileSize)
    {
        using var plane = new DiscPicture(Width, Height, 22, _discs).ToPlane8(_pool);
        AssertSame(await DetectAsync(plane, _folder.Card.Input.WidthPixels), await DetectAsync(plane, tileSize), 0, 0);
    }

    [Fact]
    public async Task The_particles_are_the_same_in_batches_of_several_tiles()
    {
        using var plane = new DiscPicture(Width, Height, 22, _discs).ToPlane8(_pool);
        AssertSame(await DetectAsync(plane, 256), await DetectAsync(plane, 256, batchSize: 3), 0, 0);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(58, 34)]
    [InlineData(150, 100)]
    public async Task A_piece_of_the_image_has_the_particles_of_the_whole_away_from_its_border(int left, int top)
    {
        var picture = new DiscPicture(Width, Height, 22, _discs);
        using var whole = picture.ToPlane8(_pool);
        using var piece = picture.ToPlane8(_pool, left, top, Width - left, Height - top);
        var border = _folder.Card.RequireDetection().HaloPixels + 4;
        var expected = (await DetectAsync(whole, 256))
            .Where(p => p.XPixels > left + border && p.YPixels > top + border).ToArray();
        var found = (await DetectAsync(piece, 256)).Where(p => p.XPixels > border && p.YPixels > border).ToArray();
        Assert.True(expected.Length > 15, $"{expected.Length} particles are too few for this test");
        AssertSame(expected, found, left, top);
    }

    [Fact]
    public async Task Beads_of_a_made_up_micrograph_are_found()
    {
        using var plane = new DiscPicture(Width, Height, 22, _discs).ToPlane8(_pool);
        var found = await DetectAsync(plane, _folder.Card.Input.WidthPixels);
        Assert.Equal(_discs.Length, found.Count);
        Assert.All(_discs, d => Assert.InRange(found.Min(p => DiscPicture.Distance(p, d)), 0, 1.5));
    }

    private static void AssertSame(
        IReadOnlyList<Particle> expected, IReadOnlyList<Particle> found, int left, int top)
    {
        Assert.Equal(expected.Count, found.Count);
        foreach (var particle in expected)
        {
            var moved = particle with { XPixels = particle.XPixels - left, YPixels = particle.YPixels - top };
            var nearest = found.MinBy(p => DiscPicture.Distance(p, moved));
            Assert.InRange(DiscPicture.Distance(nearest, moved), 0, 0.01);
            Assert.InRange(nearest.DiameterPixels - moved.DiameterPixels, -0.01, 0.01);
            Assert.InRange(nearest.Confidence - moved.Confidence, -0.001, 0.001);
        }
    }

    private async Task<IReadOnlyList<Particle>> DetectAsync(Plane plane, int tileSize, int batchSize = 1)
    {
        var folder = _folder with { Card = _folder.Card.WithTileSize(tileSize) with { BatchSize = batchSize } };
        folder.Card.Validate("card");
        using var model = OnnxModel.Load(folder, new OnnxModelOptions());
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2 }, TimeProvider.System);
        return await new ParticleDetector(batcher, folder.Card, _pool, new ParticleDetectorOptions())
            .DetectAsync(plane, null);
    }
}
