using System.Runtime.InteropServices;
using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// What <c>docs/models/scatter-v1.md</c> says of the shipped model.
/// </summary>
public sealed class ScatterModelTests : IDisposable
{
    private const int Size = 128;
    private const int TileLength = Size * Size;
    private const int Width = 56;
    private const int BatchSize = 4;
    private readonly OnnxModel _model = OnnxModel.Load(ModelFolder.Open(CardFile.ScatterFolder),
        new OnnxModelOptions());
    private readonly float[][] _tiles = [.. NpyArray.Read(Path.Combine(CardFile.ScatterFolder, "test_input.npy")).Values
        .Chunk(TileLength), .. Enumerable.Range(0, 3).Select(Noise)];

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_tile_has_the_same_bits_at_any_place_beside_any_neighbours_and_in_any_runner()
    {
        using var runner = _model.CreateRunner();
        using var other = _model.CreateRunner();
        using var again = OnnxModel.Load(ModelFolder.Open(CardFile.ScatterFolder), new OnnxModelOptions());
        using var third = again.CreateRunner();
        foreach (var tile in _tiles)
        {
            var alone = Bits(Embed(runner, tile, at: 0));
            for (var place = 0; place < BatchSize; place++)
            {
                Assert.Equal(alone, Bits(Embed(other, tile, at: place)));
                Assert.Equal(alone, Bits(Embed(third, tile, at: place, neighbours: _tiles)));
            }
        }
    }

    [Fact]
    public async Task A_site_has_the_same_bits_with_any_number_of_runners_and_sites_beside_it()
    {
        var pool = new PixelPool(new PixelPoolOptions());
        using var site = new MadeUpSite(pool, seed: 1, tileColumns: 3, tileRows: 2, channelCount: 2, tileSize: Size);
        using var beside = new MadeUpSite(pool, seed: 2, tileColumns: 3, tileRows: 1, tileSize: Size);
        uint[]? first = null;
        foreach (var runnerCount in (int[])[1, 2, 3])
        {
            await using var batcher = new TileBatcher(
                _model, new TileBatcherOptions { RunnerCount = runnerCount, MaxWait = TimeSpan.FromMilliseconds(1) },
                    TimeProvider.System);
            var other = batcher.EmbedAsync(beside.Tiles);
            var embeddings = await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
            await other.WaitAsync(FakeModel.Patience);
            first ??= Bits(embeddings.Values);
            Assert.Equal(first, Bits(embeddings.Values));
        }

        // The batcher hands the model what a runner is handed here.
        using var runner = _model.CreateRunner();
        var tile = new float[TileLength];
        TileCutter.CutScaled(site.Tiles.Planes[1], site.Tiles.Grid.Tiles[4], Size, site.Tiles.Scales[1], tile);
        Assert.Equal(Bits(Embed(runner, tile, at: 0)), first![(((4 * 2) + 1) * Width)..(((4 * 2) + 2) * Width)]);
    }

    [Fact]
    public void Quarter_turns_mirror_images_and_transposition_change_nothing_beyond_the_stated_error()
    {
        using var runner = _model.CreateRunner();
        foreach (var tile in _tiles)
        {
            var upright = Embed(runner, tile, at: 0);
            Func<int, int, (int X, int Y)>[] moves =
            [
                (x, y) => (Size - 1 - y, x), (x, y) => (Size - 1 - x, Size - 1 - y), (x, y) => (y, Size - 1 - x),
                (x, y) => (Size - 1 - x, y), (x, y) => (x, Size - 1 - y), (x, y) => (y, x),
            ];
            foreach (var move in moves)
            {
                var moved = Embed(runner, Moved(tile, move), at: 0);
                Assert.All(moved.Zip(upright), p => Assert.Equal(p.Second, p.First, 4e-6f));
            }
        }
    }

    [Fact]
    public void Tiles_that_differ_have_embeddings_that_differ()
    {
        using var runner = _model.CreateRunner();
        var embeddings = _tiles.Select(t => Embed(runner, t, at: 0)).ToArray();
        for (var i = 0; i < embeddings.Length; i++)
        {
            for (var k = 0; k < i; k++)
                Assert.True(embeddings[i].Zip(embeddings[k], (a, b) => Math.Abs(a - b)).Max() > 0.01);
        }
    }

    [Fact]
    public void An_empty_tile_has_the_embedding_that_the_formula_says()
    {
        using var runner = _model.CreateRunner();
        var dark = Embed(runner, new float[TileLength], at: 0);
        Assert.Equal(Math.Log(0.0001), dark[0], 1e-5);
        Assert.All(dark[1..], v => Assert.Equal(0, v, 1e-5f));
        var gray = Embed(runner, [.. Enumerable.Repeat(0.5f, TileLength)], at: 0);
        Assert.Equal(Math.Log(0.5001), gray[0], 1e-5);
        Assert.All(gray[1..6], v => Assert.Equal(Math.Log(0.0001 / 0.5001), v, 0.01));
        Assert.All(gray[6..], v => Assert.Equal(0, v, 0.01));
    }

    private static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, TileLength).Select(_ => (float)(random.NextDouble() * random.NextDouble()))];
    }

    private static float[] Moved(float[] tile, Func<int, int, (int X, int Y)> move)
    {
        var moved = new float[TileLength];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var from = move(x, y);
                moved[(y * Size) + x] = tile[(from.Y * Size) + from.X];
            }
        }

        return moved;
    }

    private static float[] Embed(ITileRunner runner, float[] tile, int at, float[][]? neighbours = null)
    {
        for (var place = 0; place < BatchSize; place++)
        {
            var target = runner.Input.Slice(place * TileLength, TileLength);
            if (place == at)
                tile.CopyTo(target);
            else if (neighbours is not null)
                neighbours[(place + at) % neighbours.Length].CopyTo(target);
            else
                target.Clear();
        }

        runner.Run();
        return runner.Embedding.Slice(at * Width, Width).ToArray();
    }

    private static uint[] Bits(float[] values) => MemoryMarshal.Cast<float, uint>(values).ToArray();
}
