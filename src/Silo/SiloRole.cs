namespace HcsGrid.Silo;

/// <summary>
/// What a process of a cluster is for.
/// </summary>
internal enum SiloRole
{
    /// <summary>A silo that reads images and runs wells.</summary>
    Cpu,

    /// <summary>A silo that also loads models, and embeds the tiles of the others.</summary>
    Gpu,

    /// <summary>A client of the cluster that offers the HTTP surface.</summary>
    Gateway,
}
