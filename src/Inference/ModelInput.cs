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

    /// <summary>
    /// Indexes of the tile's planes that the input takes, in its order; one may stand there more than once, as
    /// <c>[0, 0, 0]</c> for a grey plane in a colour model. Null: all, in their order.
    /// </summary>
    public IReadOnlyList<int>? Planes { get; init; }

    /// <summary>What is subtracted from its planes after the scaling: one number for all, or one for each; none:
    /// nothing.</summary>
    public IReadOnlyList<double> Means { get; init; } = [];

    /// <summary>What its planes are then divided by: one number for all, or one for each; none: nothing.</summary>
    public IReadOnlyList<double> Deviations { get; init; } = [];

    /// <summary>Where the planes stand in the input; default before height and width.</summary>
    public InputLayout Layout { get; init; }

    /// <summary>Further inputs of the model, filled from the same tile.</summary>
    public IReadOnlyList<ModelInputPart> Others { get; init; } = [];

    /// <summary>The pixel size the model was made for; null where any will do.</summary>
    public double? PixelSizeMicrometres { get; init; }

    /// <summary>Floats of one tile with all its planes.</summary>
    public int TileLength => Channels.PlaneCount * HeightPixels * WidthPixels;

    /// <summary>Every input of the model: this one, then the others.</summary>
    internal IReadOnlyList<ModelInputPart> Parts =>
    [
        new ModelInputPart
        {
            Name = Name,
            Planes = Planes ?? [.. Enumerable.Range(0, Channels.PlaneCount)],
            Means = Means,
            Deviations = Deviations,
        },
        .. Others,
    ];

    /// <summary>The shape of an input, the tiles' dimension left out.</summary>
    internal int[] ShapeOf(ModelInputPart part) => Layout == InputLayout.PlanesFirst
        ? [part.Planes.Count, HeightPixels, WidthPixels]
        : [HeightPixels, WidthPixels, part.Planes.Count];
}
