using System.Runtime.InteropServices;
using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// A site of made-up planes whose tiles all differ, and what a <see cref="FakeModel"/> must say of them.
/// </summary>
internal sealed class MadeUpSite : IDisposable
{
    private readonly List<Plane> _planes = [];

    public MadeUpSite(PixelPool pool, int seed, int tileColumns, int tileRows = 1, int channelCount = 1,
        int tileSize = 2)
    {
        var (width, height) = (tileColumns * tileSize, tileRows * tileSize);
        var random = new Random(seed);
        for (var channel = 0; channel < channelCount; channel++)
        {
            var buffer = pool.Rent(width * height * 2);
            foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(buffer.Bytes))
                sample = (ushort)random.Next(ushort.MaxValue + 1);
            _planes.Add(new Plane(width, height, SampleType.UInt16, buffer));
        }

        var grid = TileGrid.Create(width, height, tileSize);
        Assert.Equal(tileColumns * tileRows, grid.Count);
        IntensityScale[] scales = [.. Enumerable.Range(1, channelCount).Select(c =>
            new IntensityScale(100 * c, 40000 + c, false))];
        Tiles = new SiteTiles(_planes, scales, grid);
    }

    public SiteTiles Tiles { get; }

    /// <summary>Embeds the site and gives its planes back at once, so that any later look at them fails.</summary>
    public async Task<SiteEmbeddings> EmbedAndDisposeAsync(TileBatcher batcher,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await batcher.EmbedAsync(Tiles, cancellationToken).WaitAsync(FakeModel.Patience,
                CancellationToken.None);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>The embeddings of all tiles, each channel alone or all together.</summary>
    public float[] Expected(ModelCard card) => Expected(card.Input.Channels, card.Input.PixelScaling);

    public float[] Expected(ModelChannels channels, PixelScaling scaling)
    {
        var values = new List<float>();
        foreach (var origin in Tiles.Grid.Tiles)
        {
            var planes = Enumerable.Range(0, _planes.Count).Select(c => Cut(c, origin, scaling)).ToArray();
            foreach (var input in channels.EachAlone ? planes : [[.. planes.SelectMany(p => p)]])
                values.AddRange(FakeModel.EmbeddingOf(input));
        }

        return [.. values];
    }

    public void Dispose()
    {
        foreach (var plane in _planes)
            plane.Dispose();
    }

    private float[] Cut(int channel, TileOrigin origin, PixelScaling scaling)
    {
        var tile = new float[Tiles.Grid.TileSize * Tiles.Grid.TileSize];
        TileCutter.CutScaled(
            _planes[channel], origin, Tiles.Grid.TileSize, Tiles.Scales[channel] with { Clip = scaling.Clip }, tile);
        return [.. tile.Select(v => (float)scaling.Low + (((float)scaling.High - (float)scaling.Low) * v))];
    }
}
