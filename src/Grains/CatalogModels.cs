using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Grains;

/// <summary>
/// The models in folders of this machine.
/// </summary>
public sealed class CatalogModels(ModelCatalog catalog, OnnxModelOptions options) : IModelSource
{
    public IReadOnlyList<string> Names { get; } = [.. catalog.List().Select(p => Path.GetFileName(p)!)];

    public ModelCard CardOf(string name) => Find(name).Card;

    public ITileModel Load(string name) => OnnxModel.Load(Find(name), options);

    // A job comes from outside: it names a model of the catalogue, never a folder of the machine.
    private ModelFolder Find(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? catalog.Find(name)
        : throw new ScreenDataException(
            $"There is no model '{name}'. " +
            (Names.Count == 0 ? "No model was found." : $"Known models: {string.Join(", ", Names)}."), Place.Unknown);
}
