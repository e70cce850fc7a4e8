using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace HcsGrid.Inference;

/// <summary>
/// What a model sees of a batch of tiles: its input tensors, each with its planes, order and scale.
/// </summary>
/// <remarks>Where the model takes a tile as it is, tile and tensor are one piece of memory, and nothing is
/// copied.</remarks>
internal sealed class InputFeed : IDisposable
{
    private readonly ModelInput _input;
    private readonly IReadOnlyList<ModelInputPart> _parts;
    private readonly int _batchSize;
    private readonly int _planeLength;
    private readonly Memory<float> _tiles;
    private readonly Memory<float>[] _tensors;

    public InputFeed(ModelCard card)
    {
        _input = card.Input;
        _parts = card.Input.Parts;
        _batchSize = card.BatchSize;
        _planeLength = _input.HeightPixels * _input.WidthPixels;
        _tiles = AlignedMemory.Allocate(checked(card.BatchSize * _input.TileLength));
        _tensors =
        [
            .. _parts.Select(p => IsAsItIs(p)
                ? _tiles
                : AlignedMemory.Allocate(checked(card.BatchSize * p.Planes.Count * _planeLength))),
        ];
        Names = [.. _parts.Select(p => p.Name)];
        Values =
        [
            .. _parts.Select((p, i) => OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, _tensors[i],
                [card.BatchSize, .. _input.ShapeOf(p).Select(s => (long)s)])),
        ];
    }

    /// <summary>The tiles, shape (batch size, planes, height, width).</summary>
    public Span<float> Tiles => _tiles.Span;

    /// <summary>The inputs' names.</summary>
    public string[] Names { get; }

    /// <summary>The inputs' tensors, in the order of the names.</summary>
    public OrtValue[] Values { get; }

    /// <summary>Makes the tensors of the tiles; the tiles are filled anew before the next time.</summary>
    public void Fill()
    {
        if (_input.Normalization == InputNormalization.ZeroMeanUnitVariance)
        {
            for (var start = 0; start < _tiles.Length; start += _planeLength)
                Standardize(_tiles.Span.Slice(start, _planeLength));
        }

        // A tensor that is the tiles themselves is what the others are made of, and is left alone.
        for (var i = 0; i < _parts.Count; i++)
        {
            if (!_tensors[i].Equals(_tiles))
                FillPart(_parts[i], _tensors[i].Span);
        }
    }

    public void Dispose()
    {
        foreach (var value in Values)
            value.Dispose();
    }

    private bool IsAsItIs(ModelInputPart part) =>
        part.Means.Count == 0 && part.Deviations.Count == 0 &&
        part.Planes.SequenceEqual(Enumerable.Range(0, _input.Channels.PlaneCount)) &&
        (_input.Layout == InputLayout.PlanesFirst || part.Planes.Count == 1);

    private void FillPart(ModelInputPart part, Span<float> tensor)
    {
        var planeCount = part.Planes.Count;
        for (var tile = 0; tile < _batchSize; tile++)
        {
            for (var plane = 0; plane < planeCount; plane++)
            {
                var source = _tiles.Span.Slice(
                    (tile * _input.TileLength) + (part.Planes[plane] * _planeLength), _planeLength);
                var (mean, deviation) = (part.MeanOf(plane), part.DeviationOf(plane));
                var target = tensor.Slice(tile * planeCount * _planeLength, planeCount * _planeLength);
                if (_input.Layout == InputLayout.PlanesFirst)
                {
                    target = target.Slice(plane * _planeLength, _planeLength);
                    TensorPrimitives.Subtract(source, mean, target);
                    TensorPrimitives.Divide(target, deviation, target);
                    continue;
                }

                for (var pixel = 0; pixel < source.Length; pixel++)
                    target[(pixel * planeCount) + plane] = (source[pixel] - mean) / deviation;
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
}
