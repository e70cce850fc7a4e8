namespace HcsGrid.Inference;

/// <summary>
/// What a model gives for a site's tiles: embeddings, each followed by its code histogram where the model has one.
/// </summary>
/// <param name="TileCount">Tiles of the site.</param>
/// <param name="ChannelCount">Channels that were embedded alone; 1 where the model takes them together.</param>
/// <param name="Width">Numbers of one tile and channel: <see cref="ModelCard.TileOutputs"/>, one after the
/// other.</param>
/// <param name="Values">Shape (tiles, channels, width).</param>
public sealed record SiteEmbeddings(int TileCount, int ChannelCount, int Width, float[] Values)
{
    /// <summary>The numbers of one tile in one channel.</summary>
    public ReadOnlySpan<float> Of(int tileIndex, int channelIndex) =>
        Values.AsSpan(((tileIndex * ChannelCount) + channelIndex) * Width, Width);
}
