namespace HcsGrid.Grains;

/// <summary>
/// The processes that watch a job. Used on the grain's scheduler alone.
/// </summary>
internal sealed class JobWatchers(TimeSpan expiry, TimeProvider time)
{
    private readonly Dictionary<IRunObserver, long> _observers = [];

    public void Add(IRunObserver observer) => _observers[observer] = time.GetTimestamp();

    public void Remove(IRunObserver observer) => _observers.Remove(observer);

    /// <summary>Tells all who said lately that they watch.</summary>
    public async Task TellAsync(RunAnswer answer)
    {
        foreach (var (observer, at) in _observers.ToArray())
        {
            if (time.GetElapsedTime(at) > expiry)
            {
                _observers.Remove(observer);
                continue;
            }

            try
            {
                await observer.OnChangedAsync(answer);
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                _observers.Remove(observer);
            }
        }
    }
}
