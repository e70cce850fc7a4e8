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
            var found = await Task.Run(async () =>
            {
                var records = new List<JobRecord>();
                await foreach (var record in jobs.ListAsync(after: null, id => !_ended.Contains(id), default))
                    records.Add(record);
                return records;
            });
            foreach (var record in found)
            {
                if (record.HasEnded)
                    _ended.Add(record.Id);
                else
                    await GrainFactory.GetGrain<IJobGrain>(record.Id).PokeAsync();
            }
        }
        finally
        {
            (_looking, _lookedAt) = (null, time.GetTimestamp());
        }
    }
}
