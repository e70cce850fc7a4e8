using HcsGrid.Inference.Adding;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// A test's own folder of models, and models that are added to it.
/// </summary>
internal sealed class AddedModels : IDisposable
{
    private readonly TempFolder _folder = new();

    public AddedModels()
    {
        Folder = _folder.PathOf("models");
        Catalog = new ModelCatalog([Folder]);
        Adder = new ModelAdder(Folder, Catalog, new OnnxModelOptions());
    }

    /// <summary>The folder that models are added to.</summary>
    public string Folder { get; }

    public ModelCatalog Catalog { get; }

    public ModelAdder Adder { get; }

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    /// <summary>Writes an ONNX file beside the models.</summary>
    public string Write(byte[] onnx, string name = "net.onnx")
    {
        File.WriteAllBytes(PathOf(name), onnx);
        return PathOf(name);
    }

    public ModelAddition Add(OnnxBuilder model, ModelFileOptions? known = null, bool replace = false) =>
        Adder.AddFile(Write(model.Build()), known ?? new ModelFileOptions(), replace);

    /// <summary>What is in the folder of models, by name, hidden ones too.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFileSystemEntries(Folder).Select(p => Path.GetFileName(p)).Order()]
        : [];

    public void Dispose() => _folder.Dispose();
}
