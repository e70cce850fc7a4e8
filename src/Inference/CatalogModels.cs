namespace HcsGrid.Inference;

/// <summary>
/// The models of a catalogue's folders, run by ONNX Runtime. A path in place of a name finds nothing.
/// </summary>
public sealed class CatalogModels(ModelCatalog catalog, OnnxModelOptions options) : IModelSource
{
    public ModelCard CardOf(string name) => catalog.FindNamed(name).Card;

    public ITileModel Load(string name) => OnnxModel.Load(catalog.FindNamed(name), options);
}
