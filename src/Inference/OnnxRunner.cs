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
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly OrtValue[] _inputValues;
    private readonly OrtValue[] _outputValues;

    internal OnnxRunner(InferenceSession session, ModelCard card, ModelOutput output)
    {
        _session = session;
        _inputNames = [card.Input.Name];
        _outputNames = [output.Name];
        _input = GC.AllocateArray<float>(checked(card.BatchSize * card.Input.TileLength), pinned: true);
        _output = GC.AllocateArray<float>(checked(card.BatchSize * output.Width), pinned: true);
        _inputValues =
        [
            OrtValue.CreateTensorValueFromMemory(
                _input, [card.BatchSize, card.Input.Channels.PlaneCount, card.Input.HeightPixels, card.Input.WidthPixels]),
        ];
        _outputValues =
        [
            OrtValue.CreateTensorValueFromMemory(_output, [card.BatchSize, .. output.Shape.Select(s => (long)s)]),
        ];
    }

    public Span<float> Input => _input;

    /// <summary>The output of the last run, of shape (batch size, then the output's shape).</summary>
    public ReadOnlySpan<float> Embedding => _output;

    /// <exception cref="ScreenDataException">ONNX Runtime could not run the model.</exception>
    public void Run()
    {
        try
        {
            _session.Run(_runOptions, _inputNames, _inputValues, _outputNames, _outputValues);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ScreenDataException($"ONNX Runtime cannot run the model: {error.Message}", Place.Unknown, error);
        }
    }

    public void Dispose()
    {
        _inputValues[0].Dispose();
        _outputValues[0].Dispose();
        _runOptions.Dispose();
    }
}
