namespace HcsGrid.Runs;

/// <summary>
/// A well of a plate: what it holds.
/// </summary>
public sealed record PlateWell
{
    public required string Well { get; init; }

    /// <summary>What the images are called by, where their names tell no well; else null.</summary>
    public string? Image { get; init; }

    /// <summary><c>trt</c>, <c>negcon</c>, <c>poscon</c> or <c>empty</c>.</summary>
    public required string Role { get; init; }

    public string? Compound { get; init; }

    public double? Dose { get; init; }

    public string? DoseUnit { get; init; }

    public string? Identifier { get; init; }

    public string? Moa { get; init; }
}
