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

    /// <summary>Something else, left to whoever asks for it.</summary>
    Other,
}
