using HcsGrid.Storage;

namespace HcsGrid.Web;

/// <summary>
/// A host is ready when its store can be written, or could a moment ago (<see cref="WritableCheck"/>).
/// </summary>
public sealed class StoreReadiness(IBlobStore store, TimeProvider time) : IReadinessCheck
{
    private readonly WritableCheck _check = new(store, time);

    public string Name => "store";

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => _check.WhyNotAsync(cancellationToken);
}
