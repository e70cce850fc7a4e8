using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs;

/// <summary>
/// What a site gives to its well.
/// </summary>
/// <param name="Profile">One number a column.</param>
/// <param name="TileCount">Tiles that the model embedded.</param>
/// <param name="Thumbnail">A small JPEG, or nothing.</param>
/// <param name="Found">The particles of the site's image, where the job detects them; else null.</param>
internal sealed record SiteResult(double[] Profile, long TileCount, byte[] Thumbnail, FoundImage? Found = null);
