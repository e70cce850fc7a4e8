using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A model that costs nothing: it takes tiles as the real one does and answers with zeros.
/// </summary>
internal sealed class FreeModel(ModelCard card) : ITileModel
{
    public ModelCard Card { get; } = card;

    public ITileRunner CreateRunner() => new Runner(Card);

    public void Dispose()
    {
    }

    private sealed class Runner(ModelCard card) : ITileRunner
    {
        private readonly float[] _input = new float[card.BatchSize * card.Input.TileLength];
        private readonly float[] _output = new float[card.BatchSize * card.RequireTileOutputLength()];

        public Span<float> Input => _input;

        public ReadOnlySpan<float> Embedding => _output;

        public void Run()
        {
        }

        public void Dispose()
        {
        }
    }
}
