namespace HcsGrid.Grains;

/// <summary>
/// Which of a job's wells run on which silo, so that each gets what it has slots for. Used on the grain's scheduler
/// alone.
/// </summary>
internal sealed class SiloLoad
{
    private readonly Dictionary<SiloAddress, int> _running = [];

    /// <summary>Takes a slot of the share's first silo that has one; null where none has.</summary>
    public SiloAddress? Take(JobShare share)
    {
        foreach (var silo in share.Silos)
        {
            var running = _running.GetValueOrDefault(silo.Silo);
            if (running >= silo.Count)
                continue;
            _running[silo.Silo] = running + 1;
            return silo.Silo;
        }

        return null;
    }

    public void Return(SiloAddress? silo)
    {
        if (silo is not null && --_running[silo] == 0)
            _running.Remove(silo);
    }
}
