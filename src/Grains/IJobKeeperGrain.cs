namespace HcsGrid.Grains;

/// <summary>
/// Finds unfinished jobs in the store and sees to it that they have a coordinator: so jobs go on after any crash and
/// any restart without anybody asking. One of the cluster.
/// </summary>
[Alias("hcsgrid.job-keeper")]
public interface IJobKeeperGrain : IGrainWithIntegerKey
{
    /// <summary>Looks for jobs, unless it did so lately.</summary>
    [Alias("keep")]
    [ResponseTimeout("00:02:00")]
    Task KeepAsync();
}
