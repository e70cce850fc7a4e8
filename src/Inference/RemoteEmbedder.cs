using System.Collections.Concurrent;
using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// Embeds the tiles of a site by a model in another process: cuts batches, sends them, and puts the answers together.
/// </summary>
/// <remarks>
/// <para>The embeddings are those of a <see cref="TileBatcher"/> in this process, bit for bit: pixels travel as they
/// are stored and are scaled where the model is.</para>
/// <para>A site has at most <see cref="RemoteEmbedderOptions.MaxBatchesInFlight"/> batches on their way; the next is
/// cut when one comes back. For a model that takes each channel alone, channels travel in batches of their own where a
/// tile of all channels would be too large for one.</para>
/// </remarks>
public sealed class RemoteEmbedder : ITileEmbedder
{
    private readonly ITileBatchSender _sender;
    private readonly ModelCard _card;
    private readonly PixelPool _pool;
    private readonly RemoteEmbedderOptions _options;
    private readonly int _width;

    public RemoteEmbedder(ITileBatchSender sender, ModelCard card, PixelPool pool, RemoteEmbedderOptions options)
    {
        options.Validate();
        (_sender, _card, _pool, _options) = (sender, card, pool, options);
        _width = card.RequireTileOutputLength();
    }

    public int TileSizePixels => _card.Input.WidthPixels;

    /// <inheritdoc/>
    public async Task<SiteEmbeddings> EmbedAsync(SiteTiles site, CancellationToken cancellationToken = default)
    {
        var input = _card.Input.Channels;
        if (!input.EachAlone && site.Planes.Count != input.PlaneCount)
        {
            throw new ScreenDataException(
                $"The model {_card.Name} takes {input}, the site has {site.Planes.Count}", Place.Unknown);
        }

        var channelCount = input.EachAlone ? site.Planes.Count : 1;
        var embeddings = new SiteEmbeddings(
            site.Grid.Count, channelCount, _width, new float[checked(site.Grid.Count * channelCount * _width)]);
        var parts = new ConcurrentQueue<TileBatchPart>(Split(site));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var senders = Enumerable.Range(0, Math.Min(_options.MaxBatchesInFlight, parts.Count))
            .Select(_ => SendAllAsync(site, parts, embeddings, stop)).ToArray();
        await Task.WhenAll(senders).ConfigureAwait(false);
        return embeddings;
    }

    private async Task SendAllAsync(
        SiteTiles site, ConcurrentQueue<TileBatchPart> parts, SiteEmbeddings embeddings, CancellationTokenSource stop)
    {
        try
        {
            while (parts.TryDequeue(out var part))
            {
                using var batch = Cut(site, part);
                var values = await _sender.SendAsync(batch, stop.Token).ConfigureAwait(false);
                Put(values, part, embeddings);
            }
        }
        catch
        {
            // The site has failed: what is left of it need not travel.
            parts.Clear();
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private IEnumerable<TileBatchPart> Split(SiteTiles site)
    {
        var pixelCount = TileSizePixels * TileSizePixels;
        var tileBytes = site.Planes.Sum(p => p.Type.ByteCount()) * pixelCount;
        var channelsApart = _card.Input.Channels.EachAlone && (tileBytes > _options.MaxBatchBytes ||
            (long)site.Planes.Count * _width * sizeof(float) > _options.MaxAnswerBytes);
        for (var channel = 0; channel < (channelsApart ? site.Planes.Count : 1); channel++)
        {
            var bytes = channelsApart ? site.Planes[channel].Type.ByteCount() * pixelCount : tileBytes;
            var answered = _card.Input.Channels.EachAlone && !channelsApart ? site.Planes.Count : 1;
            var answerBytes = (long)answered * _width * sizeof(float);
            var most = (int)Math.Min(_options.MaxBatchBytes / bytes, _options.MaxAnswerBytes / answerBytes);
            if (most == 0)
                throw TooLarge(bytes, answerBytes);

            for (var tile = 0; tile < site.Grid.Count; tile += most)
            {
                yield return new TileBatchPart(
                    tile, Math.Min(most, site.Grid.Count - tile), channel, channelsApart ? 1 : site.Planes.Count);
            }
        }
    }

    private ScreenDataException TooLarge(int bytes, long answerBytes) => new(
        (bytes > _options.MaxBatchBytes
            ? $"A tile has {bytes} bytes of pixels, a message takes at most {_options.MaxBatchBytes} (MaxBatchBytes)"
            : $"A tile is answered by {answerBytes} bytes, a message takes at most {_options.MaxAnswerBytes} " +
                "(MaxAnswerBytes)") +
        ": the model is to run where the well runs", Place.Unknown);

    private TileBatch Cut(SiteTiles site, TileBatchPart part)
    {
        var planes = new List<Plane>(part.ChannelCount);
        try
        {
            for (var channel = part.FirstChannelIndex; channel < part.FirstChannelIndex + part.ChannelCount; channel++)
                planes.Add(Stack(site.Planes[channel], site.Grid, part));
            return new TileBatch(
                planes, [.. site.Scales.Skip(part.FirstChannelIndex).Take(part.ChannelCount)]);
        }
        catch
        {
            planes.ForEach(p => p.Dispose());
            throw;
        }
    }

    /// <summary>Tiles of a plane, one below the other.</summary>
    private Plane Stack(Plane plane, TileGrid grid, TileBatchPart part)
    {
        var tileBytes = TileSizePixels * TileSizePixels * plane.Type.ByteCount();
        var buffer = _pool.Rent(part.TileCount * tileBytes);
        try
        {
            for (var i = 0; i < part.TileCount; i++)
            {
                TileCutter.Cut(
                    plane, grid.Tiles[part.FirstTileIndex + i], TileSizePixels,
                    buffer.Bytes.Slice(i * tileBytes, tileBytes));
            }

            return new Plane(TileSizePixels, part.TileCount * TileSizePixels, plane.Type, buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private void Put(float[] values, TileBatchPart part, SiteEmbeddings embeddings)
    {
        var channels = embeddings.ChannelCount == 1 ? 1 : part.ChannelCount;
        if (values.Length != part.TileCount * channels * _width)
        {
            throw new ScreenDataException(
                $"The model's process answered {values.Length} numbers for {part.TileCount} tiles, " +
                $"expected {part.TileCount * channels * _width}", Place.Unknown);
        }

        for (var tile = 0; tile < part.TileCount; tile++)
        {
            var first = ((part.FirstTileIndex + tile) * embeddings.ChannelCount) + part.FirstChannelIndex;
            values.AsSpan(tile * channels * _width, channels * _width).CopyTo(embeddings.Values.AsSpan(first * _width));
        }
    }
}
