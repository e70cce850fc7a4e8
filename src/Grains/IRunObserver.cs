using Orleans.Concurrency;

namespace HcsGrid.Grains;

/// <summary>
/// A process that watches jobs: one for all its watchers.
/// </summary>
[Alias("hcsgrid.run-observer")]
public interface IRunObserver : IGrainObserver
{
    /// <summary>Takes how far a job is now. May be lost, come twice or late.</summary>
    [Alias("changed")]
    [OneWay]
    Task OnChangedAsync(RunAnswer answer);
}
