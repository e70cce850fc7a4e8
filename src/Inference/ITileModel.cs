namespace HcsGrid.Inference;

/// <summary>
/// A model that turns tiles into embeddings.
/// </summary>
public interface ITileModel : IDisposable
{
    /// <summary>The model's card.</summary>
    ModelCard Card { get; }

    /// <summary>Makes a runner with buffers of its own; runners of one model run at the same time.</summary>
    ITileRunner CreateRunner();
}
