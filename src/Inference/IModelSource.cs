using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// The models of a facility, by name: what a job from outside may ask for.
/// </summary>
public interface IModelSource
{
    /// <summary>Reads a model's card.</summary>
    /// <exception cref="ScreenDataException">There is no such model; the message names those there are.</exception>
    ModelCard CardOf(string name);

    /// <summary>Loads a model; the caller disposes it.</summary>
    /// <exception cref="ScreenDataException">There is no such model, or it is not what its card says.</exception>
    ITileModel Load(string name);
}
