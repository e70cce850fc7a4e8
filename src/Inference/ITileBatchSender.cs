namespace HcsGrid.Inference;

/// <summary>
/// The way of a <see cref="TileBatch"/> to a model in another process and of its embeddings back.
/// </summary>
public interface ITileBatchSender
{
    /// <summary>Sends a batch, waiting while the model's process takes no more.</summary>
    /// <returns>The embeddings, shape (tiles, channels embedded alone, width).</returns>
    /// <exception cref="Plates.ScreenDataException">The model failed on these tiles.</exception>
    Task<float[]> SendAsync(TileBatch batch, CancellationToken cancellationToken);
}
