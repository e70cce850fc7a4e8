namespace HcsGrid.Grains;

/// <summary>
/// Gathers a compound's replicates over the plates of a job, and publishes its consensus anew with each. The key is
/// <c>job/compound</c>.
/// </summary>
[Alias("hcsgrid.compound")]
public interface ICompoundGrain : IGrainWithStringKey
{
    /// <summary>Takes the compound's wells of one plate; repeating it changes nothing.</summary>
    [Alias("add")]
    [ResponseTimeout("00:02:00")]
    Task AddAsync(CompoundWells wells);
}
