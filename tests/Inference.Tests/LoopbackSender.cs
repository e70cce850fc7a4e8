using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// Takes batches to an embedder of this process, as the wire takes them to another, and counts them.
/// </summary>
internal sealed class LoopbackSender(ITileEmbedder? embedder) : ITileBatchSender
{
    private readonly Lock _gate = new();
    private readonly List<int> _byteCounts = [];
    private int _inFlight;

    public IReadOnlyList<int> ByteCounts => _byteCounts;

    public int MostInFlight { get; private set; }

    public async Task<float[]> SendAsync(TileBatch batch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _byteCounts.Add(batch.ByteCount);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        await Task.Yield();
        if (embedder is null)
            throw new ScreenDataException("there is no model", Place.Unknown);
        var embeddings = await embedder.EmbedAsync(batch.AsSite(), cancellationToken);
        lock (_gate)
            _inFlight--;
        return embeddings.Values;
    }
}
