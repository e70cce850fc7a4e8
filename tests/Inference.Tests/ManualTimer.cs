namespace HcsGrid.Inference.Tests;

/// <summary>
/// A timer of a <see cref="ManualTimeProvider"/>: fires once, when the clock is moved past its time.
/// </summary>
internal sealed class ManualTimer(ManualTimeProvider time, Action fire) : ITimer
{
    /// <summary>When it fires; null where it is not set.</summary>
    public long? DueAt { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        time.Set(this, dueTime);
        return true;
    }

    public void Fire() => fire();

    public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
