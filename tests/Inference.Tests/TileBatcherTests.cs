using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public class TileBatcherTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_batch_leaves_when_it_is_full()
    {
        using var model = new FakeModel(batchSize: 4);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var site = new MadeUpSite(_pool, seed: 1, tileColumns: 4);
        var embeddings = await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
        Assert.Equal((4, 1, 3), (embeddings.TileCount, embeddings.ChannelCount, embeddings.Width));
        Assert.Equal(new TileBatcherCounts(1, 4, 0), batcher.Counts);
    }

    [Fact]
    public async Task A_batch_leaves_when_its_oldest_tile_has_waited_long_enough()
    {
        using var model = new FakeModel(batchSize: 4);
        var options = new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.FromMilliseconds(20) };
        await using var batcher = new TileBatcher(model, options, _time);
        using var site = new MadeUpSite(_pool, seed: 2, tileColumns: 3);
        var embedding = batcher.EmbedAsync(site.Tiles);
        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.Equal(0, _time.FiredCount);
        Assert.Empty(model.Inputs);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var embeddings = await embedding.WaitAsync(FakeModel.Patience);
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
        Assert.Equal(new TileBatcherCounts(1, 3, 1), batcher.Counts);
        Assert.Equal(0.75, batcher.Counts.Fill);
    }

    [Fact]
    public async Task A_tile_that_came_later_does_not_leave_before_its_time()
    {
        using var model = new FakeModel(batchSize: 4);
        var options = new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.FromMilliseconds(20) };
        await using var batcher = new TileBatcher(model, options, _time);
        using var early = new MadeUpSite(_pool, seed: 3, tileColumns: 3);
        using var late = new MadeUpSite(_pool, seed: 4, tileColumns: 2);
        var first = batcher.EmbedAsync(early.Tiles);
        _time.Advance(TimeSpan.FromMilliseconds(15));
        var second = batcher.EmbedAsync(late.Tiles);
        await first.WaitAsync(FakeModel.Patience);

        // The early site left with one tile of the late one. When its time is over, the other tile has waited 5 ms.
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Single(model.Inputs);
        _time.Advance(TimeSpan.FromMilliseconds(15));
        var embeddings = await second.WaitAsync(FakeModel.Patience);
        Assert.Equal(late.Expected(model.Card), embeddings.Values);
        Assert.Equal(new TileBatcherCounts(2, 5, 3), batcher.Counts);
    }

    [Fact]
    public async Task What_no_tile_fills_is_zero()
    {
        using var model = new FakeModel(batchSize: 5);
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.Zero }, _time);
        foreach (var tileCount in (int[])[5, 2])
        {
            using var site = new MadeUpSite(_pool, seed: tileCount, tileCount);
            await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
        }

        // The second run's input held the first run's tiles before.
        Assert.Equal(2, model.Inputs.Count);
        Assert.All(model.Inputs[1][..8], v => Assert.True(v > 0));
        Assert.All(model.Inputs[1][8..], v => Assert.Equal(0f, v));
    }

    [Fact]
    public async Task Channels_that_the_model_takes_together_stand_as_planes_of_one_tile()
    {
        using var model = new FakeModel(batchSize: 2, channels: new ModelChannels(false, 3));
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.Zero }, _time);
        using var site = new MadeUpSite(_pool, seed: 5, tileColumns: 3, tileRows: 2, channelCount: 3);
        var embeddings = await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
        Assert.Equal((6, 1), (embeddings.TileCount, embeddings.ChannelCount));
        Assert.Equal(6, batcher.Counts.TileCount);
    }

    [Fact]
    public async Task Channels_that_the_model_takes_alone_are_tiles_of_their_own()
    {
        using var model = new FakeModel(batchSize: 4);
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2, MaxWait = TimeSpan.Zero }, _time);
        using var site = new MadeUpSite(_pool, seed: 6, tileColumns: 2, tileRows: 2, channelCount: 5);
        var embeddings = await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
        var expected = site.Expected(model.Card);
        Assert.Equal(expected, embeddings.Values);
        Assert.Equal((4, 5), (embeddings.TileCount, embeddings.ChannelCount));
        Assert.Equal(expected.AsSpan(((2 * 5) + 3) * 3, 3), embeddings.Of(2, 3));
        Assert.Equal(20, batcher.Counts.TileCount);
    }

    [Fact]
    public async Task Another_number_of_channels_than_the_model_takes_is_refused()
    {
        using var model = new FakeModel(batchSize: 2, channels: new ModelChannels(false, 3));
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var site = new MadeUpSite(_pool, seed: 7, tileColumns: 1, channelCount: 2);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => batcher.EmbedAsync(site.Tiles));
        Assert.Contains("3 channels together", error.Message, StringComparison.Ordinal);
        Assert.Contains("has 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(-1, 1, false)]
    [InlineData(-2, 5, true)]
    [InlineData(10, 265, true)]
    public async Task Pixels_are_scaled_as_the_card_asks(double low, double high, bool clip)
    {
        using var model = new FakeModel(
            batchSize: 2, scaling: new PixelScaling { Low = low, High = high, Clip = clip });
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var site = new MadeUpSite(_pool, seed: 8, tileColumns: 4);
        var embeddings = await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
        var values = model.Inputs.SelectMany(i => i).ToArray();
        Assert.True(values.Min() >= low);
        Assert.Equal(!clip, values.Max() > high);
    }

    [Fact]
    public async Task A_site_with_a_scale_too_few_or_planes_of_two_sizes_is_refused_before_it_meets_others()
    {
        using var model = new FakeModel(batchSize: 2);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var site = new MadeUpSite(_pool, seed: 9, tileColumns: 2, channelCount: 2);
        using var other = new MadeUpSite(_pool, seed: 9, tileColumns: 3);
        await Assert.ThrowsAsync<ArgumentException>(
            () => batcher.EmbedAsync(site.Tiles with { Scales = [site.Tiles.Scales[0]] }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => batcher.EmbedAsync(site.Tiles with { Planes = [site.Tiles.Planes[0], other.Tiles.Planes[0]] }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => batcher.EmbedAsync(site.Tiles with { Planes = [], Scales = [] }));
        Assert.Equal(0, batcher.Counts.BatchCount);
    }

    [Fact]
    public void A_model_whose_tiles_are_not_square_is_refused()
    {
        using var model = new FakeModel(1)
        {
            Card = FakeModel.CardOf(1, width: 4, height: 2, ModelChannels.Alone, new PixelScaling()),
        };
        var error = Assert.Throws<ScreenDataException>(() => new TileBatcher(model, new TileBatcherOptions(), _time));
        Assert.Contains("4 × 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.RunnerCount);
    }

    [Fact]
    public async Task Runners_end_with_the_batcher()
    {
        using var model = new FakeModel(batchSize: 2);
        var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 3 }, _time);
        Assert.Equal(3, model.RunnerCount);
        await batcher.DisposeAsync();
        await batcher.DisposeAsync();
        Assert.Equal(0, model.RunnerCount);
        using var site = new MadeUpSite(_pool, seed: 10, tileColumns: 1);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => batcher.EmbedAsync(site.Tiles));
    }

    [Theory]
    [InlineData(0, 4096, 20, "RunnerCount")]
    [InlineData(257, 4096, 20, "RunnerCount")]
    [InlineData(1, 0, 20, "MaxWaitingTiles")]
    [InlineData(1, 1_000_001, 20, "MaxWaitingTiles")]
    [InlineData(1, 1, -1, "MaxWait")]
    [InlineData(1, 1, 60_001, "MaxWait")]
    public void A_bound_that_is_out_of_range_is_told_by_name(int runners, int tiles, int milliseconds, string name)
    {
        using var model = new FakeModel(batchSize: 2);
        var options = new TileBatcherOptions
        {
            RunnerCount = runners,
            MaxWaitingTiles = tiles,
            MaxWait = TimeSpan.FromMilliseconds(milliseconds),
        };
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new TileBatcher(model, options, _time));
        Assert.Equal(name, error.ParamName);
    }
}
