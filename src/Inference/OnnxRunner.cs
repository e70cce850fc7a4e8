using HcsGrid.Plates;
using Microsoft.ML.OnnxRuntime;

namespace HcsGrid.Inference;

/// <summary>
/// Runs an ONNX model on batches of the one shape that its card states.
/// </summary>
/// <remarks>Used by one thread at a time; input and output buffers are made once and stay.</remarks>
public sealed class OnnxRunner : ITileRunner
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly InputFeed _feed;
    private readonly string[] _outputNames;
    private readonly Memory<float> _output;
    private readonly Memory<float>[] _parts;
    private readonly OrtValue[] _outputValues;
    private readonly OutputActivation[] _activations;
    private readonly int _batchSize;

    internal OnnxRunner(InferenceSession session, ModelCard card, IReadOnlyList<ModelOutput> outputs)
    {
        _session = session;
        _activations = [.. outputs.Select(o => o.Activation)];
        _batchSize = card.BatchSize;
        _feed = new InputFeed(card);
        _outputNames = [.. outputs.Select(o => o.Name)];
        _parts = [.. outputs.Select(o => AlignedMemory.Allocate(checked(card.BatchSize * o.Width)))];
        _output = _parts.Length == 1 ? _parts[0] : AlignedMemory.Allocate(_parts.Sum(p => p.Length));
        _outputValues =
        [
            .. outputs.Select((o, i) => OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, _parts[i], [card.BatchSize, .. o.Shape.Select(s => (long)s)])),
        ];
    }

    public Span<float> Input => _feed.Tiles;

    /// <summary>The outputs of the last run: for each tile of the batch one output after the other.</summary>
    public ReadOnlySpan<float> Embedding => _output.Span;

    /// <summary>Runs the model; the input is filled anew before the next run, its normalization works in
    /// place.</summary>
    /// <exception cref="ScreenDataException">ONNX Runtime could not run the model.</exception>
    public void Run()
    {
        _feed.Fill();
        try
        {
            _session.Run(_runOptions, _feed.Names, _feed.Values, _outputNames, _outputValues);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ScreenDataException($"ONNX Runtime cannot run the model: {error.Message}", Place.Unknown, error);
        }

        for (var i = 0; i < _parts.Length; i++)
        {
            if (_activations[i] == OutputActivation.Sigmoid)
            {
                foreach (ref var value in _parts[i].Span)
                    value = (float)(1 / (1 + Math.Exp(-(double)value)));
            }
        }

        if (_parts.Length > 1)
            Join();
    }

    public void Dispose()
    {
        _feed.Dispose();
        foreach (var value in _outputValues)
            value.Dispose();
        _runOptions.Dispose();
    }

    private void Join()
    {
        var at = 0;
        for (var tile = 0; tile < _batchSize; tile++)
        {
            foreach (var part in _parts)
            {
                var length = part.Length / _batchSize;
                part.Span.Slice(tile * length, length).CopyTo(_output.Span[at..]);
                at += length;
            }
        }
    }
}
