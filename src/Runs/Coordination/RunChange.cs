namespace HcsGrid.Runs.Coordination;

/// <summary>
/// What may be asked of a submitted job.
/// </summary>
public enum RunChange
{
    /// <summary>Start nothing new; what runs goes on to its end.</summary>
    Pause,

    /// <summary>Go on after a pause; a failed or cancelled job goes on where it was.</summary>
    Resume,

    /// <summary>Start nothing any more. What is done is kept.</summary>
    Cancel,
}
