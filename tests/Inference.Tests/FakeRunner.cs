namespace HcsGrid.Inference.Tests;

/// <summary>
/// A runner of a <see cref="FakeModel"/>.
/// </summary>
internal sealed class FakeRunner(FakeModel model, Action onDispose) : ITileRunner
{
    private readonly float[] _input = [.. Enumerable.Repeat(float.NaN,
        model.Card.BatchSize * model.Card.Input.TileLength)];
    private readonly float[] _output = new float[model.Card.BatchSize * FakeModel.Width];

    public Span<float> Input => _input;

    public ReadOnlySpan<float> Embedding => _output;

    public void Run()
    {
        model.Run(_input);
        var tileLength = model.Card.Input.TileLength;
        for (var i = 0; i < model.Card.BatchSize; i++)
            FakeModel.EmbeddingOf(_input.AsSpan(i * tileLength, tileLength)).CopyTo(_output, i * FakeModel.Width);
    }

    public void Dispose() => onDispose();
}
