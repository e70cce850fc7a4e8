namespace HcsGrid.Grains;

/// <summary>
/// A model on one silo: it embeds the tiles of silos that have none. The key is <c>silo/sha-256</c>, and the grain
/// lives on that silo or nowhere.
/// </summary>
[Alias("hcsgrid.inference")]
public interface IInferenceGrain : IGrainWithStringKey
{
    /// <summary>Embeds a batch.</summary>
    /// <param name="batch">The tiles. Sent to another process they are the receiver's; within one process they stay the
    /// sender's, and the receiver takes references.</param>
    /// <param name="sender">The silo that sends, for its credit.</param>
    /// <remarks>An error means that the model cannot be had here now: the sender tries another silo.</remarks>
    [Alias("embed")]
    [ResponseTimeout("00:05:00")]
    Task<TileAnswer> EmbedAsync(TileBatchMessage batch, SiloAddress sender);
}
