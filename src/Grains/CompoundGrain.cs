using HcsGrid.Plates;
using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <inheritdoc cref="ICompoundGrain"/>
internal sealed class CompoundGrain(SiloRuns runs) : Grain, ICompoundGrain
{
    private CompoundConsensus? _consensus;

    public async Task AddAsync(CompoundWells wells)
    {
        var (job, compound) = WellKey.ParseCompound(this.GetPrimaryKeyString());
        var consensus = _consensus ??= await Task.Run(
            () => runs.CompoundOfAsync(job, compound, CancellationToken.None));
        try
        {
            await Task.Run(() => consensus.AddAsync(new PlateId(wells.Plate), wells.ToTable(), CancellationToken.None));
        }
        catch
        {
            // What is published and what is remembered may differ now: the store has the truth.
            _consensus = null;
            throw;
        }
    }
}
