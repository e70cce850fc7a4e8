using System.Net;
using HcsGrid.Grains;

namespace HcsGrid.Silo;

/// <summary>
/// How a process of a cluster is started: every value stands on the command line or in the environment.
/// </summary>
internal sealed record SiloOptions
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 100;

    public SiloRole Role { get; init; } = SiloRole.Gpu;

    /// <summary>The process's name in logs, membership, metrics and traces; null for one that Orleans makes up and for
    /// address and port in metrics and traces.</summary>
    public string? Name { get; init; }

    /// <summary>The cluster's name: processes of other clusters are strangers. Default <c>hcsgrid</c>.</summary>
    public string ClusterId { get; init; } = "hcsgrid";

    /// <summary>The address at which other processes of the cluster reach this one. Default 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Where other silos reach this one. Default 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Where gateways reach this silo; for a gateway without PostgreSQL, the silo's that it connects to.
    /// Default 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Without PostgreSQL: the port of the first silo. Default this silo's own.</summary>
    public int? PrimaryPort { get; init; }

    /// <summary>Where the HTTP surface listens. Default 127.0.0.1:7410.</summary>
    public string Http { get; init; } = "127.0.0.1:7410";

    /// <summary>The file of API keys, as <c>hcsgrid serve</c> takes it; null for none.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>PostgreSQL's connection string; null where the silos find each other on this machine alone.</summary>
    public string? Connection { get; init; }

    /// <summary>Whether the silo makes the tables of its membership. Default true.</summary>
    public bool MakesSchema { get; init; } = true;

    /// <summary>How long a silo that does not answer has. Default 5 s.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how many such times a silo counts as dead. Default 3.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>How many silos must say so (where there are that many). Default 2.</summary>
    public int DeathVotes { get; init; } = 2;

    public required ClusterSetup Setup { get; init; }

    /// <summary>Wells that run here at the same time; null for twice the processor's cores.</summary>
    public int? Slots { get; init; }

    /// <summary>The models that a silo of the role <c>gpu</c> loads; null for all there are.</summary>
    public IReadOnlyList<string>? Load { get; init; }

    /// <summary>Threads that run each model. Default: the processor's cores, 2 on a GPU.</summary>
    public int? Runners { get; init; }

    /// <summary>How long the silo lets its wells go on when it is to stop. Default 60 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The least of what the process tells on standard error. Default information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What the grains are given.</summary>
    public GrainsOptions ToGrains() => new GrainsOptions
    {
        WellSlots = Slots ?? new GrainsOptions().WellSlots,
        Models = Role == SiloRole.Gpu ? Load ?? Setup.ModelNames : [],
        DrainTime = DrainTime,
    }.WithRunners(Runners ?? (Setup.UsesCuda ? 2 : Environment.ProcessorCount));
}
