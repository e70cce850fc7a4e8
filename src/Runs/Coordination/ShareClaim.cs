namespace HcsGrid.Runs.Coordination;

/// <summary>
/// What a job asks of the slots that jobs share.
/// </summary>
/// <param name="Weight">How much it counts beside others, 1 or more: its priority.</param>
/// <param name="Demand">The most slots that it can use now, 0 or more.</param>
public readonly record struct ShareClaim(int Weight, int Demand);
