using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// What this silo knows of a model elsewhere. Used under the directory's lock.
/// </summary>
internal sealed class InferencePlaceState
{
    /// <summary>Bytes that may be on their way there, beyond which one batch still may; the first answer tells the true
    /// number.</summary>
    public long Window { get; set; } = 2 * TileBatch.MaxBytes;

    /// <summary>Bytes that are on their way.</summary>
    public long InFlight { get; set; }

    /// <summary>Whether a batch may leave now.</summary>
    public bool HasRoom(int byteCount) => InFlight == 0 || InFlight + byteCount <= Window;

    /// <summary>Until when nothing is sent there, as the time provider's timestamp; 0 where it may be.</summary>
    public long SuspendedUntil { get; set; }
}
