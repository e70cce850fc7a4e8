using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Opens the stores that jobs read their images from.
/// </summary>
public interface IImageStores
{
    /// <summary>Opens a store that jobs may read.</summary>
    /// <exception cref="ScreenDataException">Jobs may not read it; the message says which they may.</exception>
    IBlobStore Open(string address);
}
