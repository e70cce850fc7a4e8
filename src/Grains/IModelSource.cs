using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Grains;

/// <summary>
/// Where a silo's models come from. Every silo has the cards; those of the role <c>gpu</c> load the models.
/// </summary>
public interface IModelSource
{
    /// <summary>The models' names, sorted.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>A model's card.</summary>
    /// <exception cref="ScreenDataException">There is no such model; the message names those there are.</exception>
    ModelCard CardOf(string name);

    /// <summary>Loads a model; it is the caller's to dispose.</summary>
    /// <exception cref="ScreenDataException">The model cannot be loaded.</exception>
    ITileModel Load(string name);
}
