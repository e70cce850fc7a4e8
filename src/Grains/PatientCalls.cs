namespace HcsGrid.Grains;

/// <summary>
/// Repeats calls that may be repeated while the silo that was asked is gone and the cluster has not noticed yet.
/// </summary>
internal sealed class PatientCalls(GrainsOptions options, TimeProvider time)
{
    /// <summary>Asks until there is an answer, or <see cref="GrainsOptions.CallPatience"/> has passed.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception error) when (
                error is OrleansException or TimeoutException && time.GetElapsedTime(began) < options.CallPatience)
            {
                GrainsInstruments.CountFailure("silo");
            }

            await Task.Delay(options.Tick, time, cancellationToken);
        }
    }
}
