namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// What goes wrong in one schedule, and how often: chances of 0 to 1 an event, drawn anew for every seed.
/// </summary>
internal sealed record SimulatedFaults
{
    /// <summary>Until when anything goes wrong, in microseconds: after that a run must come to its end.</summary>
    public required long EndMicroseconds { get; init; }

    public required double MessageLost { get; init; }

    public required double MessageRepeated { get; init; }

    /// <summary>Messages take up to so long, so that they overtake each other.</summary>
    public required long MessageMicroseconds { get; init; }

    public required double StoreFails { get; init; }

    public required double StoreIsSlow { get; init; }

    public required double ModelFails { get; init; }

    /// <summary>Mean time between the ends of a silo's process; 0 for never.</summary>
    public required long SiloCrashMicroseconds { get; init; }

    /// <summary>Mean time between the ends of the coordinator's process; 0 for never.</summary>
    public required long CoordinatorCrashMicroseconds { get; init; }

    /// <summary>Mean time between jumps of the time of day; 0 for never.</summary>
    public required long JumpMicroseconds { get; init; }

    public static SimulatedFaults Draw(Random random)
    {
        return new SimulatedFaults
        {
            EndMicroseconds = random.Next(1_000_000, 20_000_000),
            MessageLost = Some(0.2),
            MessageRepeated = Some(0.2),
            MessageMicroseconds = random.Next(1, 200_000),
            StoreFails = Some(0.2),
            StoreIsSlow = Some(0.2),
            ModelFails = Some(0.1),
            SiloCrashMicroseconds = Every(),
            CoordinatorCrashMicroseconds = Every(),
            JumpMicroseconds = Every(),
        };

        // Half of the schedules are free of each kind of fault, so that each is seen alone and with others.
        double Some(double most) => random.Next(2) * random.NextDouble() * most;

        long Every() => random.Next(2) * random.Next(200_000, 5_000_000);
    }
}
