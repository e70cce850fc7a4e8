namespace HcsGrid.Inference;

/// <summary>
/// An output of a model: float32 of shape (tiles, then <see cref="Shape"/>).
/// </summary>
public sealed record ModelOutput
{
    /// <summary>The output's name in the ONNX file.</summary>
    public required string Name { get; init; }

    public required OutputMeaning Meaning { get; init; }

    /// <summary>What turns the model's numbers into those that are used; default nothing.</summary>
    public OutputActivation Activation { get; init; }

    /// <summary>Its shape without the first, the tiles' dimension.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Floats for one tile.</summary>
    public int Width => Shape.Aggregate(1, (product, size) => checked(product * size));
}
