using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// Whoever embeds the tiles of a site: the <see cref="TileBatcher"/> of this process, or one elsewhere.
/// </summary>
/// <remarks>Safe for many sites at once. Whatever stands behind it, the same site gives the same bytes. Callers are
/// held back while too much waits.</remarks>
public interface ITileEmbedder
{
    /// <summary>Side of the tiles that the model takes, in pixels.</summary>
    int TileSizePixels { get; }

    /// <summary>Embeds every tile of a site.</summary>
    /// <returns>The embeddings, in the order of the grid's tiles and the site's channels.</returns>
    /// <exception cref="ScreenDataException">The channels do not fit the model, or the model failed.</exception>
    Task<SiteEmbeddings> EmbedAsync(SiteTiles site, CancellationToken cancellationToken = default);
}
