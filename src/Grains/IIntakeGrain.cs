namespace HcsGrid.Grains;

/// <summary>
/// Takes submitted jobs where the models' cards and the images' stores are: on silos, on any and as many as it
/// takes.
/// </summary>
[Alias("hcsgrid.intake")]
public interface IIntakeGrain : IGrainWithIntegerKey
{
    /// <summary>Checks a job and writes its record; the same job under the same id is taken once.</summary>
    [Alias("take")]
    Task<TakenJob> TakeAsync(JobMessage job);
}
