namespace HcsGrid.Inference;

/// <summary>
/// A stored input of a model with its expected output, both as NumPy files of float32 in the card's folder.
/// </summary>
public sealed record ModelTest
{
    /// <summary>File of shape (any number of tiles, planes, height, width).</summary>
    public required string Input { get; init; }

    /// <summary>File of shape (the same number of tiles, then the output's shape).</summary>
    public required string Output { get; init; }

    /// <summary>The output that the file holds.</summary>
    public required string OutputName { get; init; }

    /// <summary>The largest absolute difference that passes.</summary>
    public required double Tolerance { get; init; }
}
