namespace HcsGrid.Inference.Adding;

/// <summary>
/// What is known of an ONNX file that the file itself does not tell. What is null is read from the file, or guessed
/// and told as a guess.
/// </summary>
public sealed record ModelFileOptions
{
    /// <summary>Tiles of one run where the file leaves it open and nobody says.</summary>
    public const int UsualBatchSize = 16;

    /// <summary>The model's name.</summary>
    public string? Name { get; init; }

    /// <summary>How channels enter.</summary>
    public ModelChannels? Channels { get; init; }

    /// <summary>The planes of each input; empty: the only input takes all.</summary>
    public IReadOnlyList<InputChoice> Inputs { get; init; } = [];

    /// <summary>Side of a tile in pixels.</summary>
    public int? TilePixels { get; init; }

    /// <summary>Tiles of one run.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Where the planes stand in the inputs.</summary>
    public InputLayout? Layout { get; init; }

    /// <summary>The outputs to describe; empty: all that can be.</summary>
    public IReadOnlyList<OutputChoice> Outputs { get; init; } = [];

    public PixelScaling PixelScaling { get; init; } = new();

    public InputNormalization Normalization { get; init; }

    /// <summary>What is subtracted from every input's planes.</summary>
    public IReadOnlyList<double> Means { get; init; } = [];

    /// <summary>What every input's planes are divided by.</summary>
    public IReadOnlyList<double> Deviations { get; init; } = [];

    public double? PixelSizeMicrometres { get; init; }

    public string? Description { get; init; }

    public string? Licence { get; init; }

    public string? Provenance { get; init; }
}
