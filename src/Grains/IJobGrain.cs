using HcsGrid.Runs.Coordination;
using Orleans.Concurrency;

namespace HcsGrid.Grains;

/// <summary>
/// A job's coordinator: it hands out the steps that a <see cref="JobRun"/> decides. The key is the job's id.
/// </summary>
/// <remarks>Soft: whatever it remembers can be read back from the store, and is, wherever it is activated next. Every
/// call may be repeated.</remarks>
[Alias("hcsgrid.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Tells how far the job is, and sees to it that it goes on.</summary>
    [Alias("status")]
    Task<RunAnswer> StatusAsync();

    /// <summary>Pauses, resumes or cancels the job.</summary>
    [Alias("change")]
    Task<RunAnswer> ChangeAsync(RunChange change);

    /// <summary>Sees to it that an unfinished job has a coordinator.</summary>
    [Alias("poke")]
    [OneWay]
    Task PokeAsync();

    /// <summary>From now on the observer is told of changes, the newest only. To be renewed within
    /// <see cref="GrainsOptions.WatchExpiry"/>.</summary>
    [Alias("watch")]
    Task<RunAnswer> WatchAsync(IRunObserver observer);

    /// <summary>The observer is told no more.</summary>
    [Alias("unwatch")]
    [OneWay]
    Task UnwatchAsync(IRunObserver observer);
}
