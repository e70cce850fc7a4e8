namespace HcsGrid.Runs;

/// <summary>
/// The stages of a plate of a screen's run, in their order.
/// </summary>
internal enum ScreenPlateStage
{
    /// <summary>Its turn has not come.</summary>
    Closed,

    /// <summary>Somebody reads back which of its wells are done.</summary>
    Opening,

    /// <summary>Its wells run, or are complete and wait for somebody to make its tables.</summary>
    Open,

    /// <summary>Somebody makes its tables.</summary>
    Finishing,

    /// <summary>Its tables are in the store.</summary>
    Finished,
}
