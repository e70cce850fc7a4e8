using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A model that costs nothing: it takes tiles as the real one does and answers with zeros, and where it has codes, with
/// the first one everywhere.
/// </summary>
internal sealed class FreeModel(ModelCard card) : ITileModel
{
    public ModelCard Card { get; } = card;

    public ITileRunner CreateRunner() => new Runner(Card);

    public void Dispose()
    {
    }

    private sealed class Runner : ITileRunner
    {
        private readonly float[] _input;
        private readonly float[] _output;

        public Runner(ModelCard card)
        {
            var length = card.RequireTileOutputLength();
            _input = new float[card.BatchSize * card.Input.TileLength];
            _output = new float[card.BatchSize * length];
            if (card.OutputOf(OutputMeaning.CodeHistogram) is null)
                return;
            for (var tile = 0; tile < card.BatchSize; tile++)
                _output[(tile * length) + card.RequireEmbedding().Width] = 1;
        }

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
