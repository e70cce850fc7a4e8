namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// Virtual time: events in the order of their times, and of their making where times are equal.
/// </summary>
/// <remarks>Its timestamp never jumps; its time of day does where a fault says so.</remarks>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _events = new();
    private long _order;

    /// <summary>Microseconds since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>How far the time of day is off.</summary>
    public TimeSpan Jump { get; set; }

    public long EventCount { get; private set; }

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => Now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Now) + Jump;

    public void After(long microseconds, Action action) => _events.Enqueue(action, (Now + microseconds, _order++));

    /// <summary>Does the next event; false where there is none.</summary>
    public bool TryStep()
    {
        if (!_events.TryDequeue(out var action, out var when))
            return false;
        Now = when.Due;
        EventCount++;
        action();
        return true;
    }
}
