using HcsGrid.Imaging;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Detection;

public sealed class ParticleDetectorTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Fact]
    public async Task Every_disc_is_found_once_at_its_place_with_its_diameter()
    {
        var discs = DiscPicture.Scatter(230, 170, 14, seed: 1);
        using var plane = new DiscPicture(230, 170, 2, discs).ToPlane8(_pool);
        AssertFound(discs, await DetectAsync(plane, tileSize: 64), 1);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(44)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(320)]
    public async Task The_particles_are_the_same_whatever_the_tiles(int tileSize)
    {
        var discs = DiscPicture.Scatter(211, 143, 13, seed: 3);
        using var plane = new DiscPicture(211, 143, 4, discs).ToPlane8(_pool);
        Assert.Equal(await DetectAsync(plane, tileSize: 256), await DetectAsync(plane, tileSize));
        Assert.Equal(
            await DetectAsync(plane, tileSize: 256),
            await DetectAsync(plane, tileSize, new ParticleDetectorOptions { MaxTilesAtOnce = 1 }));
    }

    [Theory]
    [InlineData(DiscModel.PixelNm)]
    [InlineData(DiscModel.PixelNm * 1.05)]
    public async Task A_model_in_another_process_finds_the_same_particles(double pixelNm)
    {
        var discs = DiscPicture.Scatter(150, 120, 6, seed: 20);
        using var plane = new DiscPicture(150, 120, 5, discs).ToPlane8(_pool);
        var model = new DiscModel(64, batchSize: 3);
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2 }, TimeProvider.System);
        var sender = new LoopbackSender(batcher);
        var remote = new RemoteEmbedder(
            sender, model.Card, _pool, new RemoteEmbedderOptions { MaxBatchBytes = 3 * 64 * 64 * 2 });
        var found = await new ParticleDetector(remote, model.Card, _pool, new ParticleDetectorOptions())
            .DetectAsync(plane, pixelNm);
        Assert.Equal(await DetectAsync(plane, 64, pixelNm: pixelNm), found);
        Assert.NotEmpty(found);
        Assert.NotEmpty(sender.ByteCounts);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(8, 12)]
    [InlineData(36, 20)]
    public async Task A_piece_of_the_image_has_the_particles_of_the_whole_away_from_its_border(int left, int top)
    {
        var picture = new DiscPicture(200, 160, 5, DiscPicture.Scatter(200, 160, 12, seed: 6));
        using var whole = picture.ToPlane8(_pool);
        using var piece = picture.ToPlane8(_pool, left, top, 200 - left, 160 - top);
        var expected = (await DetectAsync(whole, 64))
            .Select(p => Rounded(p, left, top)).Where(IsInner).ToArray();
        Assert.True(expected.Length > 3);
        Assert.Equal(expected, (await DetectAsync(piece, 64)).Select(p => Rounded(p, 0, 0)).Where(IsInner));

        bool IsInner(Particle p) => p.XPixels > 24 && p.YPixels > 24;

        Particle Rounded(Particle p, int x, int y) =>
            p with { XPixels = Math.Round(p.XPixels - x, 9), YPixels = Math.Round(p.YPixels - y, 9) };
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(1, 1)]
    [InlineData(1, 90)]
    [InlineData(33, 32)]
    public async Task An_image_smaller_than_a_tile_or_its_halo_is_no_trouble(int width, int height)
    {
        using var plane = new DiscPicture(width, height, 7).ToPlane8(_pool);
        Assert.Empty(await DetectAsync(plane, 64));
    }

    [Fact]
    public async Task Discs_that_the_border_cuts_a_little_are_found()
    {
        Particle[] discs =
        [
            new(4, 40, 12, 1), new(60, 4, 12, 1), new(115, 60, 12, 1), new(70, 95, 12, 1),
            new(6, 93, 12, 1), new(6, 6, 12, 1), new(113, 7, 12, 1),
        ];
        using var plane = new DiscPicture(120, 100, 8, discs).ToPlane8(_pool);
        AssertFound(discs, await DetectAsync(plane, 64), 2.5);
    }

    /// <summary>Mirrored at the border, whatever touches it looks round.</summary>
    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 60)]
    [InlineData(60, 0)]
    [InlineData(119, 40)]
    [InlineData(60, 99)]
    [InlineData(0, 99)]
    public async Task A_disc_that_the_border_cuts_deeper_is_not_told(double x, double y)
    {
        Particle inside = new(80, 50, 12, 1);
        using var plane = new DiscPicture(120, 100, 8, new Particle(x, y, 12, 1), inside).ToPlane8(_pool);
        AssertFound([inside], await DetectAsync(plane, 64), 1);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.4)]
    [InlineData(0.5)]
    public async Task An_image_of_another_pixel_size_has_the_same_particles_in_nanometres(double pixelNm)
    {
        var factor = DiscModel.PixelNm / pixelNm;
        var discs = DiscPicture.Scatter(200, 200, 12, seed: 9);
        var drawn = discs.Select(d => new Particle(
            ((d.XPixels + 0.5) * factor) - 0.5, ((d.YPixels + 0.5) * factor) - 0.5, d.DiameterPixels * factor, 1));
        using var plane = new DiscPicture((int)(200 * factor), (int)(200 * factor), 10, [.. drawn]).ToPlane8(_pool);
        var found = await DetectAsync(plane, 64, pixelNm: pixelNm);
        AssertFound([.. drawn], found, factor > 1 ? 1.5 : 1);
        Assert.All(found, p => Assert.Contains(Math.Round(p.DiameterPixels * pixelNm, 9), DiscModel.DiametersNm));
    }

    [Fact]
    public async Task Without_a_pixel_size_the_model_runs_at_the_images_scale()
    {
        using var plane = new DiscPicture(90, 90, 11, new Particle(45, 45, 12, 1)).ToPlane8(_pool);
        var found = Assert.Single(await DetectAsync(plane, 64, pixelNm: null));
        Assert.Equal(12, found.DiameterPixels);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(12)]
    [InlineData(8)]
    public async Task An_image_of_16_bits_has_the_particles_of_the_same_image_in_8(int bits)
    {
        var picture = new DiscPicture(150, 120, 12, DiscPicture.Scatter(150, 120, 6, seed: 13));
        using var narrow = picture.ToPlane8(_pool);
        using var wide = picture.ToPlane16(_pool, bits);
        var expected = await DetectAsync(narrow, 64);
        AssertFound([.. expected], await DetectAsync(wide, 64), 0.1);
    }

    [Fact]
    public async Task A_higher_threshold_leaves_no_more_particles()
    {
        var discs = DiscPicture.Scatter(150, 120, 6, seed: 14);
        using var plane = new DiscPicture(150, 120, 15, discs).ToPlane8(_pool);
        Assert.Empty(await DetectAsync(plane, 64, new ParticleDetectorOptions { Threshold = 0.95 }));
    }

    [Fact]
    public async Task A_diameter_that_the_card_excludes_is_no_particle()
    {
        var model = new DiscModel(64);
        model = new DiscModel(64)
        {
            Card = model.Card with { Detection = model.Card.Detection! with { MaximumDiameterNm = 8 } },
        };
        using var plane = new DiscPicture(
            120, 80, 16, new Particle(30, 40, 12, 1), new Particle(90, 40, 24, 1)).ToPlane8(_pool);
        var found = Assert.Single(await DetectAsync(plane, model, new ParticleDetectorOptions(), DiscModel.PixelNm));
        Assert.InRange(found.XPixels, 29, 31);
    }

    [Fact]
    public async Task A_pixel_size_that_makes_the_image_too_large_is_told_before_memory_is_taken()
    {
        using var plane = new DiscPicture(100, 100, 17).ToPlane8(_pool);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => DetectAsync(plane, 64, pixelNm: 1e6));
        Assert.Contains("200000000 x 200000000", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScreenDataException>(() => DetectAsync(plane, 64, pixelNm: 0));
        await Assert.ThrowsAsync<ScreenDataException>(() => DetectAsync(plane, 64, pixelNm: double.NaN));
    }

    [Fact]
    public async Task No_pixel_is_kept()
    {
        var picture = new DiscPicture(100, 100, 18, new Particle(50, 50, 12, 1));
        using (var plane = picture.ToPlane8(_pool))
        {
            await DetectAsync(plane, 64, pixelNm: 0.8);
            await DetectAsync(plane, 64);
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void A_model_that_detects_nothing_is_refused() =>
        Assert.Throws<ScreenDataException>(() => new ParticleDetector(
            null!, FakeModel.CardOf(1, 2, 2, ModelChannels.Alone, new PixelScaling()), _pool,
            new ParticleDetectorOptions()));

    private static void AssertFound(Particle[] expected, IReadOnlyList<Particle> found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Count);
        foreach (var disc in expected)
        {
            var nearest = found.MinBy(p => DiscPicture.Distance(p, disc));
            Assert.InRange(DiscPicture.Distance(nearest, disc), 0, tolerance);
            Assert.InRange(nearest.DiameterPixels / disc.DiameterPixels, 0.999, 1.001);
        }
    }

    private Task<IReadOnlyList<Particle>> DetectAsync(
        Plane plane, int tileSize, ParticleDetectorOptions? options = null, double? pixelNm = DiscModel.PixelNm) =>
        DetectAsync(plane, new DiscModel(tileSize), options ?? new ParticleDetectorOptions(), pixelNm);

    private async Task<IReadOnlyList<Particle>> DetectAsync(
        Plane plane, DiscModel model, ParticleDetectorOptions options, double? pixelNm)
    {
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2 }, TimeProvider.System);
        return await new ParticleDetector(batcher, model.Card, _pool, options).DetectAsync(plane, pixelNm);
    }
}
