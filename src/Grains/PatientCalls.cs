using System.Net.Sockets;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Repeats calls that may be repeated while the silo that was asked is gone and the cluster has not noticed yet.
/// </summary>
internal sealed class PatientCalls(GrainsOptions options, TimeProvider time)
{
    /// <summary>Asks until there is an answer, or <see cref="GrainsOptions.CallPatience"/> has passed.</summary>
    /// <param name="find">Gets the grain's reference.</param>
    /// <param name="call">Asks it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RunServiceUnavailableException">It has passed, and no silo answered.</exception>
    public async Task<T> AskAsync<TGrain, T>(
        Func<TGrain> find, Func<TGrain, Task<T>> call, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call(Find(find)).WaitAsync(cancellationToken);
            }
            catch (Exception error) when (IsAway(error))
            {
                GrainsInstruments.CountFailure("silo");
                if (time.GetElapsedTime(began) is var passed && passed >= options.CallPatience)
                {
                    throw Unavailable(
                        $"asked for {passed.TotalSeconds:0} s, {nameof(GrainsOptions.CallPatience)} is " +
                        $"{options.CallPatience.TotalSeconds:0} s", error);
                }
            }

            await Task.Delay(options.Tick, time, cancellationToken);
        }
    }

    /// <summary>Asks once what must not be asked twice.</summary>
    /// <exception cref="RunServiceUnavailableException">No silo answered.</exception>
    public static async Task<T> AskOnceAsync<TGrain, T>(
        Func<TGrain> find, Func<TGrain, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(Find(find)).WaitAsync(cancellationToken);
        }
        catch (Exception error) when (IsAway(error))
        {
            GrainsInstruments.CountFailure("silo");
            throw Unavailable("asked once: a job without an id is not submitted twice", error);
        }
    }

    // What grains there are a client hears from its cluster: before it has met it, it knows of none.
    private static TGrain Find<TGrain>(Func<TGrain> find)
    {
        try
        {
            return find();
        }
        catch (ArgumentException error)
        {
            throw new OrleansException("This process has not met its cluster yet.", error);
        }
    }

    /// <summary>Whether an error says that the cluster did not answer: no gateway, a silo that is gone, a lost
    /// connection, no answer in time, a client that has not met its cluster yet.</summary>
    private static bool IsAway(Exception error) => error is OrleansException or TimeoutException or SocketException;

    private static RunServiceUnavailableException Unavailable(string how, Exception error) => new(
        $"No silo of the cluster can be reached just now ({how}). Jobs that were taken are in the store " +
        "and go on when silos are back; ask again later",
        error);
}
