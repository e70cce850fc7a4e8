using HcsGrid.Imaging;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs;

/// <summary>
/// What a site gives to its well.
/// </summary>
/// <param name="Profile">One number a column.</param>
/// <param name="TileCount">Tiles that the model embedded.</param>
/// <param name="Thumbnail">A small JPEG, or nothing.</param>
/// <param name="Found">The particles of the site's image, where the job detects them; else null.</param>
/// <param name="Cells">The crops around the site's cells, where the job cuts them; else null.</param>
internal sealed record SiteResult(
    double[] Profile, long TileCount, byte[] Thumbnail, FoundImage? Found = null, CellCrops? Cells = null)
{
    /// <summary>Crops of cells that were embedded.</summary>
    public long CropCount => Cells?.Tiles.Count ?? 0;
}
