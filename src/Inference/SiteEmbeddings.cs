namespace HcsGrid.Inference;

/// <summary>
/// The embeddings of a site's tiles.
/// </summary>
/// <param name="TileCount">Tiles of the site.</param>
/// <param name="ChannelCount">Channels that were embedded alone; 1 where the model takes them together.</param>
/// <param name="Width">Numbers of one embedding.</param>
/// <param name="Values">Shape (tiles, channels, width).</param>
public sealed record SiteEmbeddings(int TileCount, int ChannelCount, int Width, float[] Values)
{
    /// <summary>The embedding of one tile in one channel.</summary>
    public ReadOnlySpan<float> Of(int tileIndex, int channelIndex) =>
        Values.AsSpan(((tileIndex * ChannelCount) + channelIndex) * Width, Width);
}
