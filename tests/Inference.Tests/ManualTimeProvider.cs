namespace HcsGrid.Inference.Tests;

/// <summary>
/// A clock that moves only when a test moves it; timers that become due fire inside <see cref="Advance"/>.
/// </summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TaskCompletionSource> _waiters = [];
    private long _now;
    private int _firedCount;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers have fired.</summary>
    public int FiredCount
    {
        get
        {
            lock (_gate)
                return _firedCount;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
            TellWaiters();
        }

        return timer;
    }

    /// <summary>Waits until a timer is set that the clock can be moved to.</summary>
    public Task HasTimerAsync()
    {
        lock (_gate)
        {
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add(waiter);
            TellWaiters();
            return waiter.Task;
        }
    }

    public void Advance(TimeSpan time)
    {
        ManualTimer[] due;
        lock (_gate)
        {
            _now += time.Ticks;
            due = [.. _timers.Where(t => t.DueAt <= _now)];
            foreach (var timer in due)
                timer.DueAt = null;
            _firedCount += due.Length;
        }

        foreach (var timer in due)
            timer.Fire();
    }

    internal void Set(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            timer.DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime.Ticks;
            TellWaiters();
        }
    }

    private void TellWaiters()
    {
        if (!_timers.Any(t => t.DueAt is not null))
            return;
        _waiters.ForEach(w => w.SetResult());
        _waiters.Clear();
    }
}
