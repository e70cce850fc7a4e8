using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// The models of this silo: those that its options name.
/// </summary>
internal sealed class SiloModels : IAsyncDisposable
{
    private readonly IReadOnlyList<HostedModel> _models;

    public SiloModels(
        IModelSource source, GrainsOptions options, TimeProvider time, ILogger<HostedModel> logger)
    {
        _models = [.. options.Models.Select(n => new HostedModel(n, source, options.Batcher, time, logger))];
        GrainsInstruments.Observe(this);
    }

    /// <summary>Every model that is to be here, whether it works or not.</summary>
    public IReadOnlyList<HostedModel> All => _models;

    /// <summary>SHA-256 of the models that work.</summary>
    public string[] Working => [.. _models.Where(m => m.Batcher is not null).Select(m => m.Card.Sha256)];

    /// <summary>The batcher of a model; null where it is not here, or does not work.</summary>
    public TileBatcher? BatcherOf(string sha256) => Find(sha256)?.Batcher;

    public HostedModel? Find(string sha256) =>
        _models.FirstOrDefault(m => string.Equals(m.Card.Sha256, sha256, StringComparison.OrdinalIgnoreCase));

    /// <summary>Loads what does not work.</summary>
    public Task MendAsync() => Task.WhenAll(_models.Select(m => m.MendAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var model in _models)
            await model.DisposeAsync().ConfigureAwait(false);
    }
}
