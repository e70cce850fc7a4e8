namespace HcsGrid.Inference;

/// <summary>
/// How particles are read from the maps of a model that detects them.
/// </summary>
public sealed record ModelDetection
{
    /// <summary>The most that <see cref="HaloPixels"/> may be.</summary>
    public const int MaxHaloPixels = 1024;

    /// <summary>The most that <see cref="AlignmentPixels"/> may be.</summary>
    public const int MaxAlignmentPixels = 64;

    /// <summary>The least value of the centre map at which a peak is a particle, 0 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>How far from a place the model looks, in pixels: so much of a tile's border is not used.</summary>
    public required int HaloPixels { get; init; }

    /// <summary>Tiles begin at multiples of this, in pixels: then the maps do not depend on where a tile
    /// begins.</summary>
    public required int AlignmentPixels { get; init; }

    /// <summary>
    /// Of two peaks nearer than this share of the distance at which both particles would touch only the higher is a
    /// particle. Default 0.8.
    /// </summary>
    public double SuppressionShare { get; init; } = 0.8;

    /// <summary>The least diameter that is a particle, in nanometres.</summary>
    public required double MinimumDiameterNm { get; init; }

    /// <summary>The largest diameter that is a particle, in nanometres.</summary>
    public required double MaximumDiameterNm { get; init; }

    /// <summary>Nominal diameters of the size groups where none are asked for, in nanometres, ascending.</summary>
    public IReadOnlyList<double> GroupsNm { get; init; } = [];
}
