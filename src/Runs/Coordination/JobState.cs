namespace HcsGrid.Runs.Coordination;

/// <summary>
/// What a job is at.
/// </summary>
public enum JobState
{
    /// <summary>Its turn has not come: others run before it.</summary>
    Queued,

    /// <summary>Its steps are handed out.</summary>
    Running,

    /// <summary>Nothing new is handed out until it is resumed; what runs goes on to its end.</summary>
    Paused,

    /// <summary>It was called off. What is done is kept.</summary>
    Cancelled,

    /// <summary>Its tables and its report are in the store.</summary>
    Finished,

    /// <summary>It cannot go on; the reason says why.</summary>
    Failed,
}
