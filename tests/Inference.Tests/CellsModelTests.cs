using System.Runtime.InteropServices;
using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// What <c>docs/models/cells-v1.md</c> says of the shipped model.
/// </summary>
public sealed class CellsModelTests : IDisposable
{
    private const int Size = 64;
    private const int TileLength = Size * Size;
    private const int Learned = 126;
    private const int CodeCount = 64;
    private static readonly string Folder = Path.Combine(HcsGrid.Tests.Shared.RepositoryRoot, "models", "cells-v1");

    private readonly OnnxModel _model = OnnxModel.Load(ModelFolder.Open(Folder), new OnnxModelOptions());
    private readonly float[][] _tiles = [.. NpyArray.Read(Path.Combine(Folder, "test_input.npy")).Values
        .Chunk(TileLength), .. Enumerable.Range(0, 3).Select(Noise)];

    public void Dispose() => _model.Dispose();

    [Fact]
    public void The_shipped_model_gives_what_its_card_expects()
    {
        var verification = ModelVerifier.Verify(ModelFolder.Open(Folder), new OnnxModelOptions());
        Assert.True(verification.Passed, $"{verification.LargestDifference}");
        Assert.InRange(verification.LargestDifference, 0, 1e-4);
    }

    [Fact]
    public void A_tile_has_the_same_bits_at_any_place_beside_any_neighbours_and_in_any_session()
    {
        using var again = OnnxModel.Load(ModelFolder.Open(Folder), new OnnxModelOptions());
        foreach (var meaning in (OutputMeaning[])[OutputMeaning.Embedding, OutputMeaning.CodeHistogram])
        {
            using var runner = _model.CreateRunner(Output(meaning));
            using var other = again.CreateRunner(Output(meaning));
            foreach (var tile in _tiles)
            {
                var alone = Bits(Run(runner, tile, at: 0));
                for (var place = 0; place < _model.Card.BatchSize; place++)
                    Assert.Equal(alone, Bits(Run(other, tile, at: place, neighbours: _tiles)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    public void A_tile_has_the_same_numbers_in_batches_of_any_size(int batchSize)
    {
        var folder = ModelFolder.Open(Folder);
        using var model = OnnxModel.Load(
            folder with { Card = folder.Card with { BatchSize = batchSize } }, new OnnxModelOptions());
        using var runner = model.CreateRunner();
        using var shipped = _model.CreateRunner();
        foreach (var tile in _tiles)
        {
            var pairs = Run(shipped, tile, at: 0).Zip(Run(runner, tile, at: batchSize - 1));
            Assert.All(pairs, p => Assert.Equal(p.First, p.Second, 1e-4f));
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
    }

    [Fact]
    public void The_code_histogram_holds_shares_of_64_places_that_sum_to_one()
    {
        using var runner = _model.CreateRunner(Output(OutputMeaning.CodeHistogram));
        var seen = new HashSet<int>();
        foreach (var tile in _tiles)
        {
            var shares = Run(runner, tile, at: 0);
            Assert.Equal(CodeCount, shares.Length);
            Assert.All(shares, s => Assert.Equal(Math.Round(s * 64), s * 64));
            Assert.All(shares, s => Assert.InRange(s, 0, 1));
            Assert.Equal(1, shares.Sum());
            seen.UnionWith(Enumerable.Range(0, CodeCount).Where(code => shares[code] > 0));
        }

        Assert.True(seen.Count > 8, $"{seen.Count} codes for {_tiles.Length} tiles of different kinds");
    }

    [Fact]
    public void The_last_two_numbers_are_the_logarithms_of_mean_and_deviation()
    {
        using var runner = _model.CreateRunner();
        foreach (var tile in _tiles)
        {
            var mean = tile.Average(v => (double)v);
            var deviation = Math.Sqrt(tile.Average(v => (v - mean) * (v - mean)));
            var embedding = Run(runner, tile, at: 0);
            Assert.Equal(Math.Log(0.01 + mean), embedding[Learned], 1e-4);
            Assert.Equal(Math.Log(0.01 + deviation), embedding[Learned + 1], 1e-4);
        }
    }

    [Fact]
    public void A_brighter_background_changes_only_the_number_of_the_mean()
    {
        using var runner = _model.CreateRunner();
        foreach (var tile in _tiles)
        {
            var before = Run(runner, tile, at: 0);
            var after = Run(runner, [.. tile.Select(v => v + 0.25f)], at: 0);
            Assert.All(before.Zip(after).Take(Learned), p => Assert.Equal(p.First, p.Second, 2e-3f));
            Assert.True(after[Learned] > before[Learned] + 0.05);
        }
    }

    [Fact]
    public void Tiles_that_differ_have_embeddings_that_differ()
    {
        using var runner = _model.CreateRunner();
        var embeddings = _tiles.Select(t => Run(runner, t, at: 0)[..Learned]).ToArray();
        for (var i = 0; i < embeddings.Length; i++)
        {
            for (var k = 0; k < i; k++)
                Assert.True(embeddings[i].Zip(embeddings[k], (a, b) => Math.Abs(a - b)).Max() > 0.01);
        }
    }

    private ModelOutput Output(OutputMeaning meaning) => _model.Card.Outputs.Single(o => o.Meaning == meaning);

    private static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, TileLength).Select(_ => (float)(random.NextDouble() * random.NextDouble()))];
    }

    private static float[] Run(ITileRunner runner, float[] tile, int at, float[][]? neighbours = null)
    {
        var batchSize = runner.Input.Length / TileLength;
        for (var place = 0; place < batchSize; place++)
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
        var width = runner.Embedding.Length / batchSize;
        return runner.Embedding.Slice(at * width, width).ToArray();
    }

    private static uint[] Bits(float[] values) => MemoryMarshal.Cast<float, uint>(values).ToArray();
}
