using System.Diagnostics;
using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// A runner of a <see cref="WatchedModel"/>.
/// </summary>
internal sealed class WatchedRunner(ITileRunner runner, string model, Action<Exception> onFailure) : ITileRunner
{
    public Span<float> Input => runner.Input;

    public ReadOnlySpan<float> Embedding => runner.Embedding;

    public void Run()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            runner.Run();
        }
        // Whatever a model throws means that this silo's cannot be used.
        catch (Exception error) when (error is not ModelFailedException)
        {
            var failure = new ModelFailedException($"The model {model} failed: {error.Message}", error);
            onFailure(failure);
            throw failure;
        }
        finally
        {
            GrainsInstruments.ModelBusy.Add(
                Stopwatch.GetElapsedTime(began).TotalSeconds, GrainsInstruments.ModelTag(model));
        }
    }

    public void Dispose() => runner.Dispose();
}
