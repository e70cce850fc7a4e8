using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <inheritdoc cref="ICapacityGrain"/>
internal sealed class CapacityGrain(GrainsOptions options, TimeProvider time) : Grain, ICapacityGrain
{
    private readonly SortedDictionary<string, (SiloReport Report, long At)> _silos = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (JobClaim Claim, long At)> _jobs = new(StringComparer.Ordinal);

    public Task<ModelPlace[]> ReportAsync(SiloReport report)
    {
        _silos[report.Silo.ToParsableString()] = (report, time.GetTimestamp());
        DropSilent();
        return Task.FromResult(_silos.Values
            .SelectMany(s => s.Report.Models.Select(m => new ModelPlace(s.Report.Silo, m))).ToArray());
    }

    public Task<JobShare> ClaimAsync(JobClaim claim)
    {
        if (claim.Demand > 0)
            _jobs[claim.Job] = (claim, time.GetTimestamp());
        else
            _jobs.Remove(claim.Job);
        DropSilent();
        var hasModel = HasModel(claim);
        if (!hasModel || claim.Demand == 0)
            return Task.FromResult(new JobShare([], hasModel));

        // Jobs stand side by side along one line of slots, so that no slot is given twice.
        var slots = SlotsFor(claim.ModelSha256);
        JobClaim[] claims = [.. _jobs.Values.Select(j => j.Claim).Where(HasModel)];
        var shares = FairShares.Divide(slots.Count, [.. claims.Select(c => new ShareClaim(c.Priority, c.Demand))]);
        var index = Array.FindIndex(claims, c => c.Job == claim.Job);
        var mine = slots.Skip(shares.Take(index).Sum()).Take(shares[index]);
        return Task.FromResult(new JobShare(
            [.. mine.GroupBy(s => s).Select(g => new SiloSlots(g.Key, g.Count()))], hasModel));
    }

    public Task PingAsync() => Task.CompletedTask;

    private bool HasModel(JobClaim claim) =>
        _silos.Values.Any(s => s.Report.Models.Contains(claim.ModelSha256, StringComparer.OrdinalIgnoreCase));

    /// <summary>All slots in the order in which they are given: those of silos with the model first, and of each kind
    /// one silo after the other in turn.</summary>
    private List<SiloAddress> SlotsFor(string modelSha256) =>
        [.. _silos.Values.Select(s => s.Report)
            .SelectMany(r => Enumerable.Range(0, r.WellSlots).Select(turn => (
                r.Silo, Turn: turn, HasModel: r.Models.Contains(modelSha256, StringComparer.OrdinalIgnoreCase))))
            .OrderByDescending(s => s.HasModel).ThenBy(s => s.Turn).Select(s => s.Silo)];

    private void DropSilent()
    {
        var now = time.GetTimestamp();
        foreach (var silo in _silos.Where(s => IsSilent(s.Value.At)).Select(s => s.Key).ToArray())
            _silos.Remove(silo);
        foreach (var job in _jobs.Where(j => IsSilent(j.Value.At)).Select(j => j.Key).ToArray())
            _jobs.Remove(job);

        bool IsSilent(long at) => time.GetElapsedTime(at, now) > options.HeartbeatPatience;
    }
}
