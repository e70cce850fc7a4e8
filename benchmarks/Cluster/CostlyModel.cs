using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A model whose runs take a fixed time or a fixed amount of arithmetic and answer with zeros.
/// </summary>
internal sealed class CostlyModel(MadeUpModel model) : ITileModel
{
    public ModelCard Card { get; } = model.ToCard();

    public ITileRunner CreateRunner() => new Runner(Card, model);

    public void Dispose()
    {
    }

    private sealed class Runner(ModelCard card, MadeUpModel model) : ITileRunner
    {
        private readonly float[] _input = new float[card.BatchSize * card.Input.TileLength];
        private readonly float[] _output = new float[card.BatchSize * card.Embedding!.Width];
        private readonly ManualResetEvent _never = new(initialState: false);
        private double _sum;

        public Span<float> Input => _input;

        public ReadOnlySpan<float> Embedding => _output;

        public void Run()
        {
            if (model.WaitMilliseconds > 0)
                _never.WaitOne(TimeSpan.FromMilliseconds(model.WaitMilliseconds));
            for (var i = 0L; i < model.WorkCount; i++)
                _sum = Math.FusedMultiplyAdd(_sum, 0.999, 0.001);
        }

        public void Dispose() => _never.Dispose();
    }
}
