using HcsGrid.Runs.Tests;
using HcsGrid.Storage;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// The one store of a test's images.
/// </summary>
internal sealed class MemoryImageStores(MemoryBlobStore images) : IImageStores
{
    public IBlobStore Open(string address) => images;
}
