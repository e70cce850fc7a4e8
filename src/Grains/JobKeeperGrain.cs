using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using Orleans.Concurrency;

namespace HcsGrid.Grains;

/// <inheritdoc cref="IJobKeeperGrain"/>
[Reentrant]
internal sealed class JobKeeperGrain(JobRegistry jobs, GrainsOptions options, TimeProvider time)
    : Grain, IJobKeeperGrain
{
    /// <summary>Every so many looks all jobs are read, also those that had ended.</summary>
    private const int LooksBetweenReadingAll = 60;

    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private Task? _looking;
    private long _lookedAt;
    private int _lookCount;

    public async Task KeepAsync()
    {
        if (_looking is null && (_lookCount == 0 || time.GetElapsedTime(_lookedAt) >= options.KeepPeriod))
            _looking = LookAsync();
        if (_looking is { } looking)
            await looking;
    }

    private async Task LookAsync()
    {
        try
        {
            if (_lookCount++ % LooksBetweenReadingAll == 0)
                _ended.Clear();
            foreach (var id in await Task.Run(UnfinishedAsync))
                await GrainFactory.GetGrain<IJobGrain>(id).PokeAsync();
        }
        finally
        {
            (_looking, _lookedAt) = (null, time.GetTimestamp());
        }
    }

    private async Task<List<string>> UnfinishedAsync()
    {
        var found = new List<string>();
        await foreach (var id in jobs.ListIdsAsync(after: null, CancellationToken.None))
        {
            if (!_ended.Contains(id) && await HasEndedAsync(id))
                _ended.Add(id);
            else if (!_ended.Contains(id))
                found.Add(id);
        }

        return found;
    }

    /// <summary>A job whose record is damaged cannot go on: whoever asks for it is told why.</summary>
    private async Task<bool> HasEndedAsync(string id)
    {
        try
        {
            return await jobs.FindAsync(id, CancellationToken.None) is null or { HasEnded: true };
        }
        catch (ScreenDataException)
        {
            return true;
        }
    }
}
