using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A model of a benchmark: what it costs and which tiles it takes.
/// </summary>
/// <param name="BatchSize">Tiles of one run.</param>
/// <param name="TileSizePixels">Side of a tile.</param>
/// <param name="RunnerCount">Runs side by side.</param>
/// <param name="WaitMilliseconds">How long a run takes without the processor, as on a GPU; 0: not at all.</param>
/// <param name="WorkCount">Multiply-adds of a run, each waiting for the one before; 0: none.</param>
internal sealed record MadeUpModel(
    int BatchSize, int TileSizePixels, int RunnerCount, double WaitMilliseconds = 0, long WorkCount = 0)
{
    public const string Name = "made-up";

    public ModelCard ToCard() => new()
    {
        FormatVersion = ModelCard.CurrentFormatVersion,
        Name = Name,
        Sha256 = new string('0', 64),
        BatchSize = BatchSize,
        Input = new ModelInput
        {
            Name = "tiles",
            Channels = ModelChannels.Alone,
            WidthPixels = TileSizePixels,
            HeightPixels = TileSizePixels,
        },
        Outputs = [new ModelOutput { Name = "embedding", Meaning = OutputMeaning.Embedding, Shape = [1] }],
    };
}
