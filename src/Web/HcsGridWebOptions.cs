namespace HcsGrid.Web;

/// <summary>
/// How the HTTP surface behaves, and its bounds.
/// </summary>
public sealed record HcsGridWebOptions
{
    /// <summary>The keys that open it; null where no key is needed, which is for loopback alone.</summary>
    public ApiKeys? Keys { get; init; }

    /// <summary>Whether requests must name this machine as their host. Wanted without keys, so that
    /// a page that a browser shows cannot reach the server under a name of its own.</summary>
    public bool OnlyLoopbackHosts { get; init; }

    /// <summary>How often a stream without events says that it lives. Default 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most streams of events at a time; a further one is refused. Default 1,000.</summary>
    public int MaxEventStreamCount { get; init; } = 1000;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (Heartbeat < TimeSpan.FromMilliseconds(1) || Heartbeat > TimeSpan.FromMinutes(10))
            throw new ArgumentOutOfRangeException(nameof(Heartbeat), Heartbeat, "Heartbeat must be 1 ms to 10 min.");
        if (MaxEventStreamCount is < 1 or > 100_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxEventStreamCount), MaxEventStreamCount, "MaxEventStreamCount must be 1 to 100000.");
        }
    }
}
