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
    private readonly Memory<float> _input;
    private readonly Memory<float> _output;
    private readonly Memory<float>[] _parts;
    private readonly OrtValue[] _inputValues;
    private readonly OrtValue[] _outputValues;
    private readonly InputNormalization _normalization;
    private readonly OutputActivation[] _activations;
    private readonly int _batchSize;
    private readonly int _planeLength;

    internal OnnxRunner(InferenceSession session, ModelCard card, IReadOnlyList<ModelOutput> outputs)
    {
        _session = session;
        _normalization = card.Input.Normalization;
        _activations = [.. outputs.Select(o => o.Activation)];
        _batchSize = card.BatchSize;
        _planeLength = card.Input.HeightPixels * card.Input.WidthPixels;
        _inputNames = [card.Input.Name];
        _outputNames = [.. outputs.Select(o => o.Name)];
        _input = AllocateAligned(checked(card.BatchSize * card.Input.TileLength));
        _parts = [.. outputs.Select(o => AllocateAligned(checked(card.BatchSize * o.Width)))];
        _output = _parts.Length == 1 ? _parts[0] : AllocateAligned(_parts.Sum(p => p.Length));
        _inputValues =
        [
            OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, _input,
                [card.BatchSize, card.Input.Channels.PlaneCount, card.Input.HeightPixels, card.Input.WidthPixels]),
        ];
        _outputValues =
        [
            .. outputs.Select((o, i) => OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, _parts[i], [card.BatchSize, .. o.Shape.Select(s => (long)s)])),
        ];
    }

    public Span<float> Input => _input.Span;

    /// <summary>The outputs of the last run: for each tile of the batch one output after the other.</summary>
    public ReadOnlySpan<float> Embedding => _output.Span;

    /// <summary>Runs the model; the input is filled anew before the next run, its normalization works in
    /// place.</summary>
    /// <exception cref="ScreenDataException">ONNX Runtime could not run the model.</exception>
    public void Run()
    {
        if (_normalization == InputNormalization.ZeroMeanUnitVariance)
        {
            for (var start = 0; start < _input.Length; start += _planeLength)
                Standardize(_input.Span.Slice(start, _planeLength));
        }

        try
        {
            _session.Run(_runOptions, _inputNames, _inputValues, _outputNames, _outputValues);
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
        _inputValues[0].Dispose();
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

    private static void Standardize(Span<float> plane)
    {
        var sum = 0.0;
        foreach (var value in plane)
            sum += value;
        var mean = sum / plane.Length;
        var squares = 0.0;
        foreach (var value in plane)
            squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / plane.Length);
        var factor = deviation > 0 ? 1 / deviation : 1;
        foreach (ref var value in plane)
            value = (float)((value - mean) * factor);
    }

    /// <summary>
    /// Memory that begins at a multiple of 64 bytes and never moves: some of ONNX Runtime's sums are split by the
    /// address of their input, and would round differently elsewhere.
    /// </summary>
    private static unsafe Memory<float> AllocateAligned(int length)
    {
        const int alignment = 64;
        var array = GC.AllocateArray<float>(length + (alignment / sizeof(float)), pinned: true);
        var address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref array[0]);
        var skip = (int)((alignment - (address % alignment)) % alignment / sizeof(float));
        return array.AsMemory(skip, length);
    }
}
