namespace HcsGrid.Benchmarks;

/// <summary>
/// What a silo of a benchmark is: it goes to a child process as a file.
/// </summary>
internal sealed record ClusterSiloSettings
{
    /// <summary>The folder of the cluster's store.</summary>
    public required string Store { get; init; }

    public required int Port { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>The port of the silo that it joins; its own for the first.</summary>
    public required int PrimaryPort { get; init; }

    public required int WellSlots { get; init; }

    /// <summary>Whether it loads the model.</summary>
    public required bool HasModel { get; init; }

    public required MadeUpModel Model { get; init; }

    /// <summary>The one plane of a site that its reader makes up.</summary>
    public required MadeUpImage Image { get; init; }
}
