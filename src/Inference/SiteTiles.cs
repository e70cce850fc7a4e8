using HcsGrid.Imaging;

namespace HcsGrid.Inference;

/// <summary>
/// The tiles of one site: its planes, how each is scaled, and where the tiles lie.
/// </summary>
/// <param name="Planes">One plane a channel, all of one size, in the order of the channels.</param>
/// <param name="Scales">One scale a channel.</param>
/// <param name="Grid">Where the tiles lie.</param>
/// <remarks>The planes stay the caller's; they must live until the embedding of the site has ended.</remarks>
public sealed record SiteTiles(IReadOnlyList<Plane> Planes, IReadOnlyList<IntensityScale> Scales, TileGrid Grid);
