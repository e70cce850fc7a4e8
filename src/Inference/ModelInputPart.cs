namespace HcsGrid.Inference;

/// <summary>
/// One input of a model that has several: which planes of the tile it takes, and how.
/// </summary>
public sealed record ModelInputPart
{
    /// <summary>The input's name in the ONNX file.</summary>
    public required string Name { get; init; }

    /// <summary>Indexes of the tile's planes that it takes, in its order; one may stand there more than once.</summary>
    public required IReadOnlyList<int> Planes { get; init; }

    /// <summary>What is subtracted from its planes: one number for all, or one for each; none: nothing.</summary>
    public IReadOnlyList<double> Means { get; init; } = [];

    /// <summary>What its planes are then divided by: one number for all, or one for each; none: nothing.</summary>
    public IReadOnlyList<double> Deviations { get; init; } = [];

    /// <summary>The mean of a plane of this input.</summary>
    internal float MeanOf(int index) => Means.Count == 0 ? 0 : (float)Means[Means.Count == 1 ? 0 : index];

    /// <summary>The deviation of a plane of this input.</summary>
    internal float DeviationOf(int index) =>
        Deviations.Count == 0 ? 1 : (float)Deviations[Deviations.Count == 1 ? 0 : index];
}
