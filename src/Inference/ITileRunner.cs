namespace HcsGrid.Inference;

/// <summary>
/// One thread's way into a model: an input buffer, a run, an output buffer.
/// </summary>
/// <remarks>Used by one thread at a time. The buffers live as long as the runner.</remarks>
public interface ITileRunner : IDisposable
{
    /// <summary>Input of shape (batch size, planes, height, width), filled before each run.</summary>
    Span<float> Input { get; }

    /// <summary>Runs the model on the whole input.</summary>
    void Run();

    /// <summary>
    /// What the last run gave, of shape (batch size, width): the embedding and the code histogram, or the maps of a
    /// model that detects, one after the other (<see cref="ModelCard.TileOutputs"/>).
    /// </summary>
    ReadOnlySpan<float> Embedding { get; }
}
