using System.Diagnostics;
using Npgsql;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// A PostgreSQL of one test's own, on a free port of this machine.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _bin;
    private readonly int _port = SiloProcess.FreePort();

    private PostgresServer(string bin, DirectoryInfo folder) => (_bin, _folder) = (bin, folder);

    public string Connection => $"Host=127.0.0.1;Port={_port};Username=hcsgrid;Database=postgres;Timeout=5";

    /// <summary>Starts one, or skips the test where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
                .Select(v => Path.Combine(v, "bin")).LastOrDefault(b => File.Exists(Path.Combine(b, "initdb")))
            : null;
        Assert.SkipWhen(bin is null, "PostgreSQL is not installed (Debian's package postgresql)");
        var server = new PostgresServer(bin!, Directory.CreateTempSubdirectory("hcsgrid-postgres-"));
        if (IsRoot)
            await RunAsync("chown", "postgres", server._folder.FullName);
        await server.RunAsOwnerAsync("initdb", "-D", server.Data, "-U", "hcsgrid", "--auth=trust", "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it after a stop.</summary>
    public Task StartAgainAsync() => RunAsOwnerAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder.FullName, "log"), "-o",
        $"-p {_port} -h 127.0.0.1 -c unix_socket_directories='' -c fsync=off", "start");

    /// <summary>Stops it at once, connections and all.</summary>
    public Task StopAsync() => RunAsOwnerAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    /// <summary>Asks for one value.</summary>
    public async Task<object?> AskAsync(string question)
    {
        await using var source = NpgsqlDataSource.Create(Connection);
        await using var command = source.CreateCommand(question);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>PostgreSQL refuses to run as root: then it runs as the user that its package made.</summary>
    private Task RunAsOwnerAsync(string program, params string[] args)
    {
        var path = Path.Combine(_bin, program);
        return IsRoot
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. args])
            : RunAsync(path, args);
    }

    private static async Task RunAsync(string program, params string[] args)
    {
        // A server that lives on must not hold pipes of ours.
        string[] quiet = ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. args];
        using var process = Process.Start(
            new ProcessStartInfo("sh", quiet) { WorkingDirectory = Path.GetTempPath() })!;
        await process.WaitForExitAsync().WaitAsync(SiloProcess.Patience);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', args)} ended with {process.ExitCode}");
    }
}
