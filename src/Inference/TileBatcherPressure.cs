namespace HcsGrid.Inference;

/// <summary>
/// How much waits at a <see cref="TileBatcher"/> just now.
/// </summary>
/// <param name="WaitingTileCount">Tiles (tile-channels, where each channel is alone) that wait for a batch.</param>
/// <param name="HeldBackSiteCount">Sites whose callers wait to be let in.</param>
public readonly record struct TileBatcherPressure(int WaitingTileCount, int HeldBackSiteCount);
