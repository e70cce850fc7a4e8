using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Storage;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Grains;

/// <summary>
/// Where a process of a cluster finds its store, its jobs' images and its models, by address and path.
/// </summary>
public sealed record ClusterSetup
{
    /// <summary>The facility's store, which holds <c>jobs/</c> and <c>runs/</c>.</summary>
    public required string Store { get; init; }

    /// <summary>The stores that jobs may read. A gateway needs none.</summary>
    public IReadOnlyList<string> AllowedImages { get; init; } = [];

    /// <summary>The folder of models; null for <c>models</c> in the current folder and beside the program.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Whether models run on the GPU.</summary>
    public bool UsesCuda { get; init; }

    /// <summary>The names of the models that there are.</summary>
    public IReadOnlyList<string> ModelNames => [.. Catalog.List().Select(p => Path.GetFileName(p)!)];

    private ModelCatalog Catalog => ModelFolder is null ? ModelCatalog.Default
        : Directory.Exists(ModelFolder) ? new ModelCatalog([ModelFolder])
        : throw new ScreenDataException("The folder of models is not there", new Place { Blob = ModelFolder });

    /// <summary>Opens the facility's store. A missing container is created by the first write, as <c>hcsgrid
    /// serve</c> does.</summary>
    /// <exception cref="ScreenDataException">The address names no store.</exception>
    /// <exception cref="BlobStoreException">The store cannot be used.</exception>
    internal IBlobStore OpenStore() => BlobStores.Open(
        Store, azure: new AzureBlobStoreOptions { CreateContainer = true });

    internal AllowedStores OpenImages() => new(AllowedImages);

    internal IModelSource OpenModels() => new CatalogModels(
        Catalog, new OnnxModelOptions { Device = UsesCuda ? InferenceDevice.Cuda : InferenceDevice.Cpu });
}
