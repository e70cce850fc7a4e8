using System.Globalization;
using System.Net;
using HcsGrid.Grains;

namespace HcsGrid.Silo;

/// <summary>
/// Reads a process's options: <c>--option value</c>, or else the environment's <c>HCSGRID_OPTION</c>.
/// </summary>
/// <remarks>A name that is unknown, given twice or without a value is an error. Lists are separated by blanks on the
/// command line, by semicolons in the environment.</remarks>
internal sealed class SiloArguments
{
    /// <summary>What there is, with what it means.</summary>
    public const string Usage =
        """
        hcsgrid-silo --store ADDRESS --allow-images ADDRESS... [options]

          --role cpu|gpu|gateway   what the process is for (gpu)
          --name NAME              the process's name in logs, membership, metrics and traces (made up, new each start)
          --store ADDRESS          the store of jobs and run folders
          --allow-images ADDRESS...  stores that jobs may read, each with all below it
          --models FOLDER          the folder of models (models here, then beside the program)
          --load NAME...           the models that a gpu silo loads (all there are)
          --device cpu|cuda        where models run (cpu)
          --runners N              threads that run each model
          --slots N                wells in work at the same time (twice the cores)
          --cluster-id NAME        the cluster's name (hcsgrid)
          --address IP             where the others reach this process (127.0.0.1)
          --silo-port N            for silos (11111)
          --gateway-port N         for gateways (30000)
          --http ADDRESS:PORT      the HTTP surface and the probes (127.0.0.1:7410)
          --api-key-file FILE      SHA-256 hashes of API keys; without it only this machine is listened to
          --membership localhost|postgres   how processes find each other (localhost)
          --primary-port N         with localhost: the first silo's port
          --connection TEXT        with postgres: the connection string
          --schema create|none     whether to make the membership's tables (create)
          --probe-seconds N        how long a silo that does not answer has (5)
          --missed-probes N        after how many such times it counts as dead (3)
          --death-votes N          how many silos must say so (2)
          --drain-seconds N        how long wells go on when the silo is to stop (60)
          --log information|debug  how much is told on standard error; debug tells of each well (information)

        Each may stand in the environment instead: --cluster-id as HCSGRID_CLUSTER_ID.
        """;

    private static readonly string[] Names =
    [
        .. Usage.Split('\n').Select(l => l.TrimStart()).Where(l => l.StartsWith("--", StringComparison.Ordinal))
            .Select(l => l.Split(' ')[0]),
    ];

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private SiloArguments(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        List<string>? current = null;
        foreach (var arg in args)
        {
            if (arg.StartsWith("--", StringComparison.Ordinal))
            {
                if (!Names.Contains(arg))
                    throw new ArgumentException($"{arg} is unknown.");
                if (!_values.TryAdd(arg, current = []))
                    throw new ArgumentException($"{arg} is given twice.");
            }
            else
            {
                (current ?? throw new ArgumentException($"'{arg}' belongs to no option.")).Add(arg);
            }
        }

        foreach (var name in Names.Where(n => !_values.ContainsKey(n)))
        {
            var variable = "HCSGRID_" + name[2..].Replace('-', '_').ToUpperInvariant();
            if (environment(variable) is { Length: > 0 } value)
                _values[name] = [.. value.Split(';', StringSplitOptions.RemoveEmptyEntries)];
        }
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="ArgumentException">They cannot be used; the message says which.</exception>
    public static SiloOptions Read(IReadOnlyList<string> args, Func<string, string?> environment) =>
        new SiloArguments(args, environment).ToOptions();

    private SiloOptions ToOptions()
    {
        var isPostgres = Choice("--membership", "localhost", "postgres") == "postgres";
        var connection = Text("--connection");
        if (isPostgres != connection is not null)
            throw new ArgumentException("--connection goes with --membership postgres, and only with it.");
        var role = Enum.Parse<SiloRole>(Choice("--role", "gpu", "cpu", "gateway"), ignoreCase: true);
        var images = Many("--allow-images");
        if (role != SiloRole.Gateway && images.Count == 0)
            throw new ArgumentException("--allow-images is missing: which stores may jobs read?");
        return new SiloOptions
        {
            Role = role,
            Name = Name(),
            ClusterId = Text("--cluster-id") ?? "hcsgrid",
            Address = Address(),
            SiloPort = Number("--silo-port", 1, ushort.MaxValue) ?? 11111,
            GatewayPort = Number("--gateway-port", 1, ushort.MaxValue) ?? 30000,
            PrimaryPort = Number("--primary-port", 1, ushort.MaxValue),
            Http = Text("--http") ?? "127.0.0.1:7410",
            ApiKeyFile = Text("--api-key-file"),
            Connection = connection,
            MakesSchema = Choice("--schema", "create", "none") == "create",
            ProbeTimeout = TimeSpan.FromSeconds(Number("--probe-seconds", 1, 300) ?? 5),
            MissedProbes = Number("--missed-probes", 1, 100) ?? 3,
            DeathVotes = Number("--death-votes", 1, 100) ?? 2,
            DrainTime = TimeSpan.FromSeconds(Number("--drain-seconds", 1, 3600) ?? 60),
            LogLevel = Enum.Parse<LogLevel>(Choice("--log", "information", "debug"), ignoreCase: true),
            Slots = Number("--slots", 0, 1024),
            Runners = Number("--runners", 1, 256),
            Load = Many("--load") is { Count: > 0 } load ? load : null,
            Setup = new ClusterSetup
            {
                Store = Text("--store") ?? throw new ArgumentException("--store is missing."),
                AllowedImages = images,
                ModelFolder = Text("--models"),
                UsesCuda = Choice("--device", "cpu", "cuda") == "cuda",
            },
        };
    }

    // It stands in lines of logs and in a column of the membership's table.
    private string? Name()
    {
        const int Most = SiloOptions.MaxNameLength;
        if (Text("--name") is not { } name)
            return null;
        return name.Length is > 0 and <= Most && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new ArgumentException(
                $"--name is '{name}', expected 1 to {Most} letters, digits, '-', '_' or '.'.");
    }

    private IPAddress Address()
    {
        if (Text("--address") is not { } address)
            return IPAddress.Loopback;
        return IPAddress.TryParse(address, out var ip) ? ip
            : throw new ArgumentException($"--address is '{address}', expected an IP address.");
    }

    private List<string> Many(string name) => _values.GetValueOrDefault(name, []);

    private string? Text(string name) => !_values.TryGetValue(name, out var values) ? null
        : values.Count == 1 ? values[0]
        : throw new ArgumentException($"{name} has {values.Count} values, expected one.");

    private string Choice(string name, params string[] choices) => Text(name) is not { } text ? choices[0]
        : choices.Contains(text, StringComparer.OrdinalIgnoreCase) ? text.ToLowerInvariant()
        : throw new ArgumentException($"{name} is '{text}', expected {string.Join(" or ", choices)}.");

    private int? Number(string name, int least, int most) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            number >= least && number <= most ? number
        : throw new ArgumentException($"{name} is '{text}', expected {least} to {most}.");
}
