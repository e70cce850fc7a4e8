namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// What a silo answers of a well.
/// </summary>
internal enum SimulatedOutcome
{
    /// <summary>Its result is in the store.</summary>
    Done,

    /// <summary>Why it failed is in the store.</summary>
    Failed,

    /// <summary>The store or the model did not do its part.</summary>
    Lost,
}
