namespace HcsGrid.Inference;

/// <summary>
/// The input of a model: float32 of shape (tiles, planes, height, width).
/// </summary>
public sealed record ModelInput
{
    /// <summary>The input's name in the ONNX file.</summary>
    public required string Name { get; init; }

    /// <summary>How channels enter: each alone, or so many together.</summary>
    public required ModelChannels Channels { get; init; }

    public required int WidthPixels { get; init; }

    public required int HeightPixels { get; init; }

    /// <summary>What a scaled intensity of 0 and of 1 becomes.</summary>
    public PixelScaling PixelScaling { get; init; } = new();

    /// <summary>What is done to a plane of a tile after that; default nothing.</summary>
    public InputNormalization Normalization { get; init; }

    /// <summary>The pixel size the model was made for; null where any will do.</summary>
    public double? PixelSizeMicrometres { get; init; }

    /// <summary>Floats of one tile with all its planes.</summary>
    public int TileLength => Channels.PlaneCount * HeightPixels * WidthPixels;
}
