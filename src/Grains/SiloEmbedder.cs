using System.Diagnostics;
using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// Embeds by the model of this silo where it has one that works, else by another silo's.
/// </summary>
internal sealed class SiloEmbedder(ModelCard card, SiloModels models, RemoteEmbedder remote) : ITileEmbedder
{
    public int TileSizePixels => remote.TileSizePixels;

    public async Task<SiteEmbeddings> EmbedAsync(SiteTiles site, CancellationToken cancellationToken = default)
    {
        if (models.BatcherOf(card.Sha256) is { } batcher)
        {
            using var activity = GrainsInstruments.StartEmbedding(site.Grid.Count);
            try
            {
                return await batcher.EmbedAsync(site, cancellationToken);
            }
            catch (Exception error) when (error is ModelFailedException or ObjectDisposedException)
            {
                // The model of this silo is gone or failed: the tiles are still here.
                activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            }
        }

        return await remote.EmbedAsync(site, cancellationToken);
    }
}
