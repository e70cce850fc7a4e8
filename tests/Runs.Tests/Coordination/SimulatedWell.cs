namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// What running a well of a simulated screen comes to.
/// </summary>
internal enum SimulatedWell
{
    /// <summary>It is done whenever its silo lives.</summary>
    Good,

    /// <summary>Its images are bad: it fails each time.</summary>
    Bad,

    /// <summary>It fails now and is done another time.</summary>
    Flaky,
}
