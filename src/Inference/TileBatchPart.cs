namespace HcsGrid.Inference;

/// <summary>
/// The part of a site that travels in one <see cref="TileBatch"/>.
/// </summary>
/// <param name="FirstTileIndex">Its first tile.</param>
/// <param name="TileCount">How many tiles.</param>
/// <param name="FirstChannelIndex">Its first channel.</param>
/// <param name="ChannelCount">How many channels.</param>
internal readonly record struct TileBatchPart(
    int FirstTileIndex, int TileCount, int FirstChannelIndex, int ChannelCount);
