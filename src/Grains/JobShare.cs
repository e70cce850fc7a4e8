namespace HcsGrid.Grains;

/// <summary>
/// What a job may use.
/// </summary>
/// <param name="Silos">Its slots, silo by silo, those that have its model first.</param>
/// <param name="HasModel">False where no silo has the job's model: it waits.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.job-share")]
public sealed record JobShare([property: Id(0)] SiloSlots[] Silos, [property: Id(1)] bool HasModel)
{
    /// <summary>Nothing yet.</summary>
    public static JobShare None { get; } = new([], true);

    /// <summary>Slots on all silos.</summary>
    public int SlotCount => Silos.Sum(s => s.Count);
}
