using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// A model whose runs are counted and whose failures are told to the silo.
/// </summary>
internal sealed class WatchedModel(ITileModel model, Action<Exception> onFailure) : ITileModel
{
    public ModelCard Card => model.Card;

    public ITileRunner CreateRunner() => new WatchedRunner(model.CreateRunner(), model.Card.Name, onFailure);

    /// <summary>Runs the model once on nothing but zeros.</summary>
    /// <exception cref="ModelFailedException">It fails, or its numbers are none.</exception>
    public void Probe()
    {
        using var runner = new WatchedRunner(model.CreateRunner(), model.Card.Name, _ => { });
        runner.Input.Clear();
        runner.Run();
        foreach (var value in runner.Embedding)
        {
            if (!float.IsFinite(value))
                throw new ModelFailedException($"The model {Card.Name} makes {value} of an empty tile.");
        }
    }

    public void Dispose() => model.Dispose();
}
