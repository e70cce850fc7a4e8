namespace HcsGrid.Inference;

/// <summary>
/// What an output of a model says.
/// </summary>
public enum OutputMeaning
{
    /// <summary>Numbers that describe the tile: they become the profile.</summary>
    Embedding,

    /// <summary>A picture over the tile, such as a probability of nuclei.</summary>
    Map,

    /// <summary>A picture over the tile, 0 to 1, that peaks where a particle's centre is.</summary>
    Centre,

    /// <summary>A picture over the tile: near a particle's centre, its diameter in nanometres at the card's pixel
    /// size.</summary>
    Diameter,

    /// <summary>How often each code of a quantized map occurs in the tile: shares that sum to 1.</summary>
    CodeHistogram,

    /// <summary>Something else, left to whoever asks for it.</summary>
    Other,
}
