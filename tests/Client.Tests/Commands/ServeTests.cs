using System.Security.Cryptography;
using System.Text;

namespace HcsGrid.Client.Tests.Commands;

/// <summary>
/// The commands that talk to a server, against a real one.
/// </summary>
public sealed class ServeTests(SimulatedRun simulated) : IClassFixture<SimulatedRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    private string Store => _folder.PathOf("store");

    private string Allowed => Path.GetDirectoryName(simulated.Images)!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_submitted_job_gives_the_bytes_of_a_run()
    {
        using var server = await ServeProcess.StartAsync(Store, Allowed);
        var submitted = await AskAsync(server, "submit", simulated.Job, "--id", "one", "--watch", "--json");
        var status = submitted.Json(0);
        Assert.Equal("finished", status.GetProperty("state").GetString());
        Assert.Equal(SimulatedRun.WellCount, status.GetProperty("wellsDone").GetInt32());
        Assert.Contains("Submitted as one", submitted.Errors);
        Assert.Contains($"{SimulatedRun.WellCount} of {SimulatedRun.WellCount} wells", submitted.Errors);
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Path.Combine(Store, "runs", "one")));

        // Everything once more, of a job that has finished.
        Assert.Equal("finished", StateOf(await AskAsync(server, "submit", simulated.Job, "--id", "one", "--json")));
        Assert.Equal("finished", StateOf(await AskAsync(server, "watch", "one", "--json")));
        Assert.Equal("finished", StateOf(await AskAsync(server, "status", "one", "--json")));
        var all = (await AskAsync(server, "status", "--json")).Json(0).GetProperty("runs");
        Assert.Equal("one", Assert.Single(all.EnumerateArray()).GetProperty("id").GetString());
        (await AskAsync(server, "cancel", "one")).AssertRefused("'one'", "finished");
        (await AskAsync(server, "submit", simulated.Job, "--id", "one", "--images", ".")).AssertRefused("another job");
        var table = await AskAsync(server, "status");
        Assert.Equal(0, table.ExitCode);
        Assert.Contains("one", table.Output);
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_goes_on_and_a_watcher_with_it()
    {
        var run = Path.Combine(Store, "runs", "one");
        var wells = Directory.CreateDirectory(Path.Combine(run, "plates", simulated.Plate, "wells")).Parent!.FullName;
        var server = await ServeProcess.StartAsync(Store, Allowed, "--workers", "1");
        Task<ProcessResult> watching;
        SortedDictionary<string, DateTime> before;
        int port;
        using (server)
        {
            using var files = new NewFiles(wells, wanted: 3);
            (await AskAsync(server, "submit", simulated.Job, "--id", "one")).AssertDone();
            watching = AskAsync(server, "watch", "one", "--json");
            await files.Reached.WaitAsync(TimeSpan.FromMinutes(2));
            await server.KillAsync();
            port = server.Port;
            before = FolderBytes.WellTimesOf(run);
            Assert.InRange(before.Count, 1, SimulatedRun.WellCount - 1);
        }

        using var again = await ServeProcess.StartAsync(Store, Allowed, "--listen", $"127.0.0.1:{port}");
        var end = await watching.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(SimulatedRun.WellCount, end.Json(0).GetProperty("wellsDone").GetInt32());
        Assert.Equal("finished", StateOf(end));
        var after = FolderBytes.WellTimesOf(run);
        Assert.All(before, well => Assert.Equal(well.Value, after[well.Key]));
        Assert.Empty(FolderBytes.Differences(simulated.Reference, run));
    }

    [Fact]
    public async Task A_job_is_paused_resumed_and_cancelled_and_its_end_is_the_exit_code()
    {
        using var server = await ServeProcess.StartAsync(Store, Allowed);
        (await AskAsync(server, "submit", simulated.Job, "--id", "one")).AssertDone();
        Assert.Equal("paused", StateOf(await AskAsync(server, "pause", "one", "--json")));
        Assert.Equal("paused", StateOf(await AskAsync(server, "status", "one", "--json")));
        Assert.Equal("cancelled", StateOf(await AskAsync(server, "cancel", "one", "--json")));
        var watched = await AskAsync(server, "watch", "one", "--json");
        Assert.Equal("cancelled", watched.Json(3).GetProperty("state").GetString());
        Assert.Contains(StateOf(await AskAsync(server, "resume", "one", "--json")), (string[])["queued", "running"]);
        Assert.Equal("finished", StateOf(await AskAsync(server, "watch", "one", "--json")));
    }

    [Fact]
    public async Task A_job_with_a_failed_well_ends_with_2()
    {
        using var plate = new MadeUpPlate();
        File.Delete(plate.ImageOf("B02", "GFP"));
        using var server = await ServeProcess.StartAsync(Store, Path.GetDirectoryName(plate.Job)!);
        var end = await AskAsync(server, "submit", plate.Job, "--watch", "--json");
        var status = end.Json(2);
        Assert.Equal(23, status.GetProperty("wellsDone").GetInt32());
        Assert.Equal(1, status.GetProperty("wellsFailed").GetInt32());
    }

    [Fact]
    public async Task What_a_server_refuses_is_told_in_one_line()
    {
        using var server = await ServeProcess.StartAsync(Store, Allowed);
        (await AskAsync(server, "submit", simulated.Job, "--images", "/etc")).AssertRefused("'/etc'", "not permitted");
        (await AskAsync(server, "submit", simulated.Job, "--images", "../..")).AssertRefused("not permitted");
        (await AskAsync(server, "submit", simulated.Job, "--id", "../x")).AssertRefused("id");
        (await AskAsync(server, "submit", simulated.Job, "--priority", "10")).AssertRefused("priority");
        (await AskAsync(server, "status", "none")).AssertRefused("no such job");
        (await AskAsync(server, "watch", "none")).AssertRefused("no such job");
        (await AskAsync(server, "pause", "a/b")).AssertRefused("'a/b'");
        Assert.Empty((await AskAsync(server, "status", "--json")).Json(0).GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task A_server_with_a_key_file_wants_the_key()
    {
        var keys = _folder.PathOf("keys");
        await File.WriteAllTextAsync(keys, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("sesame"))));
        using var server = await ServeProcess.StartAsync(
            Store, Allowed, "--api-key-file", keys, "--listen", "127.0.0.1:0");
        var url = $"http://127.0.0.1:{server.Port}";
        (await InProcess.RunAsync("status", "--server", url)).AssertRefused("HCSGRID_API_KEY");
        try
        {
            Environment.SetEnvironmentVariable("HCSGRID_API_KEY", "wrong");
            (await InProcess.RunAsync("status", "--server", url)).AssertRefused("API key");
            Environment.SetEnvironmentVariable("HCSGRID_API_KEY", "sesame");
            (await InProcess.RunAsync("status", "--server", url, "--json")).Json(0);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HCSGRID_API_KEY", null);
        }
    }

    [Theory]
    [InlineData("--listen 0.0.0.0:0", "--api-key-file")]
    [InlineData("--listen nowhere", "'nowhere'")]
    [InlineData("--allow-images nowhere", "'nowhere'")]
    [InlineData("--models nowhere", "nowhere")]
    [InlineData("--api-key-file nowhere", "nowhere")]
    public async Task A_server_that_is_asked_wrongly_does_not_start(string options, string word)
    {
        var result = await HcsGridProcess.RunAsync(["serve", "--store", Store, .. options.Split(' ')]);
        result.AssertRefused(word);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("watch one")]
    [InlineData("cancel one")]
    public async Task A_server_that_cannot_be_reached_is_told_in_one_line(string command)
    {
        // Nothing listens on the port of a server that has ended.
        using var server = await ServeProcess.StartAsync(Store, Allowed);
        await server.KillAsync();
        var result = await AskAsync(server, command.Split(' '));
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("cannot be reached", Assert.Single(result.Errors.TrimEnd().Split('\n')));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1:7410")]
    [InlineData("http://user:secret@127.0.0.1")]
    public async Task What_is_no_url_of_a_server_is_refused(string url)
    {
        var result = await InProcess.RunAsync("status", "--server", url);
        result.AssertRefused("--server");
        Assert.DoesNotContain("secret", result.Errors);
    }

    private static string? StateOf(ProcessResult result) => result.Json(0).GetProperty("state").GetString();

    private static Task<ProcessResult> AskAsync(ServeProcess server, params string[] args) =>
        HcsGridProcess.RunAsync([.. args, "--server", server.Url]);
}
