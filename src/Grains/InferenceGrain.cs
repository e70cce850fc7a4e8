using System.Diagnostics;
using HcsGrid.Plates;
using HcsGrid.Runs;
using Orleans.Concurrency;

namespace HcsGrid.Grains;

/// <inheritdoc cref="IInferenceGrain"/>
[Reentrant]
[PinnedPlacement]
internal sealed class InferenceGrain(SiloModels models, GrainsOptions options, TimeProvider time)
    : Grain, IInferenceGrain
{
    private readonly Dictionary<SiloAddress, long> _senders = [];
    private HostedModel? _model;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _model = models.Find(InferenceKey.Parse(this.GetPrimaryKeyString()).ModelSha256);
        return Task.CompletedTask;
    }

    public async Task<TileAnswer> EmbedAsync(TileBatchMessage batch, SiloAddress sender)
    {
        // The caller may be gone before the model is done: a batch of this process is kept by references of our own.
        using var tiles = TileBatchMessage.Share(batch.Batch);
        using var activity = GrainsInstruments.StartEmbedding(tiles.TileCount);
        if (batch.IsReceived)
            batch.Dispose();
        var window = WindowOf(sender);
        var batcher = _model?.Batcher ?? throw new ModelFailedException("The model does not work here now.");
        try
        {
            var site = tiles.AsSite();
            var embeddings = await Task.Run(() => batcher.EmbedAsync(site));
            return new TileAnswer(embeddings.Values, window);
        }
        catch (ScreenDataException error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            return new TileAnswer([], window, RunProblem.Of(error));
        }
    }

    /// <summary>The credits are divided between those who sent lately.</summary>
    private long WindowOf(SiloAddress sender)
    {
        var now = time.GetTimestamp();
        _senders[sender] = now;
        foreach (var silent in _senders
            .Where(s => time.GetElapsedTime(s.Value, now) > options.HeartbeatPatience).Select(s => s.Key).ToArray())
            _senders.Remove(silent);
        return options.MaxArrivingBytes / _senders.Count;
    }
}
