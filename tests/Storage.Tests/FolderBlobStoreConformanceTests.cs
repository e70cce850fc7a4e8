namespace HcsGrid.Storage.Tests;

public sealed class FolderBlobStoreConformanceTests : BlobStoreConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    public FolderBlobStoreConformanceTests() => Store = new FolderBlobStore(_folder.PathOf("root"));

    protected override IBlobStore Store { get; }

    public void Dispose() => _folder.Dispose();
}
