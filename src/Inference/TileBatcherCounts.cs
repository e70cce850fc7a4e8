namespace HcsGrid.Inference;

/// <summary>
/// What has gone through a <see cref="TileBatcher"/>.
/// </summary>
/// <param name="BatchCount">Runs of the model.</param>
/// <param name="TileCount">Tiles (tile-channels, where each channel is alone) that were embedded.</param>
/// <param name="PaddedCount">Places of batches that no tile filled.</param>
public readonly record struct TileBatcherCounts(long BatchCount, long TileCount, long PaddedCount)
{
    /// <summary>Share of the batches' places that tiles filled; 1 before the first batch.</summary>
    public double Fill => TileCount + PaddedCount == 0 ? 1 : TileCount / (double)(TileCount + PaddedCount);

    /// <summary>What has gone through this one and another.</summary>
    public TileBatcherCounts Plus(TileBatcherCounts other) => new(
        BatchCount + other.BatchCount, TileCount + other.TileCount, PaddedCount + other.PaddedCount);

    internal TileBatcherCounts WithBatch(int tileCount, int paddedCount) =>
        new(BatchCount + 1, TileCount + tileCount, PaddedCount + paddedCount);
}
