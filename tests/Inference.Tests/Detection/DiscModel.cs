namespace HcsGrid.Inference.Tests.Detection;

/// <summary>
/// A detection model without ONNX: the centre map is how well a dark disc of either of two sizes fits, the diameter map
/// which one fits better.
/// </summary>
/// <remarks>A cell is 2 × 2 pixels and sees <see cref="HaloPixels"/> to each side; outside the tile is black, as the
/// zero padding of a convolution is.</remarks>
internal sealed class DiscModel : ITileModel
{
    public const int CellPixels = 2;

    public const int HaloPixels = 16;

    public const double PixelNm = 0.5;

    public static readonly double[] DiametersNm = [6, 12];

    public DiscModel(int tileSize, int batchSize = 1)
    {
        var cells = tileSize / CellPixels;
        Card = new ModelCard
        {
            FormatVersion = 1,
            Name = "discs",
            Sha256 = new string('0', 64),
            BatchSize = batchSize,
            Input = new ModelInput
            {
                Name = "image",
                Channels = new ModelChannels(false, 1),
                WidthPixels = tileSize,
                HeightPixels = tileSize,
                PixelSizeMicrometres = PixelNm / 1000,
            },
            Outputs =
            [
                new ModelOutput { Name = "centre", Meaning = OutputMeaning.Centre, Shape = [1, cells, cells] },
                new ModelOutput { Name = "diameter", Meaning = OutputMeaning.Diameter, Shape = [1, cells, cells] },
            ],
            Detection = new ModelDetection
            {
                Threshold = 0.4,
                HaloPixels = HaloPixels,
                AlignmentPixels = 4,
                MinimumDiameterNm = 3,
                MaximumDiameterNm = 20,
                GroupsNm = DiametersNm,
            },
        };
        Card.Validate("made up");
    }

    public ModelCard Card { get; init; }

    public ITileRunner CreateRunner() => new DiscRunner(Card);

    public void Dispose()
    {
    }
}
