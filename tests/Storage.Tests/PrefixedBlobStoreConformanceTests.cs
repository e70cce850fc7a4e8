namespace HcsGrid.Storage.Tests;

public sealed class PrefixedBlobStoreConformanceTests : BlobStoreConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    public PrefixedBlobStoreConformanceTests() =>
        Store = new PrefixedBlobStore(new FolderBlobStore(_folder.PathOf("root")), new BlobKey("runs/r 1"));

    protected override IBlobStore Store { get; }

    public void Dispose() => _folder.Dispose();
}
