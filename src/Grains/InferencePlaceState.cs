namespace HcsGrid.Grains;

/// <summary>
/// What this silo knows of a model elsewhere. Used under the directory's lock.
/// </summary>
internal sealed class InferencePlaceState
{
    /// <summary>Batches that may be on their way there; the first answer tells the true number.</summary>
    public int Window { get; set; } = 2;

    public int InFlight { get; set; }

    /// <summary>Until when nothing is sent there, as the time provider's timestamp; 0 where it may be.</summary>
    public long SuspendedUntil { get; set; }
}
