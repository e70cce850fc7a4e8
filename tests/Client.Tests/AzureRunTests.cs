using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A run whose images and results lie in Azure equals the run in folders to the byte, whatever fails on the way.
/// </summary>
public sealed class AzureRunTests(SimulatedRun simulated, AzureRuns azure)
    : IClassFixture<SimulatedRun>, IClassFixture<AzureRuns>
{
    [Fact]
    public async Task A_run_from_Azure_into_Azure_gives_the_bytes_of_the_run_in_folders()
    {
        await azure.StartAsync();
        var run = await AssertSameAsync(azure.Azurite.Port);
        var inspected = await azure.RunAsync(azure.Azurite.Port, "inspect", run, "--json");
        Assert.Equal(SimulatedRun.WellCount, inspected.Json(0).GetProperty("wellsDone").GetInt32());
        var report = await azure.RunAsync(azure.Azurite.Port, "report", run, "--json");
        Assert.Equal($"{run}/report.html", report.Json(0).GetProperty("report").GetString());
    }

    [Fact]
    public async Task A_run_with_every_tenth_request_failing_gives_the_same_bytes()
    {
        await azure.StartAsync();
        await using var proxy = TenthFails();
        await AssertSameAsync(proxy.Port);
        Assert.True(proxy.FaultCount > proxy.RequestCount / 20, $"{proxy.FaultCount} of {proxy.RequestCount} failed");
    }

    [Fact]
    public async Task A_run_with_Azurite_killed_and_restarted_midway_gives_the_same_bytes()
    {
        await azure.StartAsync();
        await using var proxy = new FaultProxy(azure.Azurite.Port, seed: 1, every: 1);
        var kill = new QuietKill(azure, proxy, afterReads: 60);
        var killing = kill.RunAsync();
        await AssertSameAsync(proxy.Port);
        await killing;
        Assert.True(kill.HeldCount > 0, "the run was over before the kill");
    }

    [Fact]
    public async Task The_real_plate_from_Azure_gives_the_bytes_of_the_folder_run_in_every_weather()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("HCSGRID_LONG") == "1", "takes minutes: set HCSGRID_LONG=1 to run it");
        var images = Shared.PathOf("data", "sbs96");
        await azure.StartAsync();
        using var plate = new RealPlateRun();
        (await plate.RunAsync()).AssertDone();
        var job = Path.Combine(Shared.RepositoryRoot, "docs", "examples", "sbs96.json");
        var uploaded = await azure.UploadAsync(images);
        await AssertSameAsync(azure.Azurite.Port, job, plate.Folder, images, uploaded);
        await using (var proxy = TenthFails())
            await AssertSameAsync(proxy.Port, job, plate.Folder, images, uploaded);
        await using var calm = new FaultProxy(azure.Azurite.Port, seed: 1, every: 1);
        var kill = new QuietKill(azure, calm, afterReads: 150).RunAsync();
        await AssertSameAsync(calm.Port, job, plate.Folder, images, uploaded);
        await kill;
    }

    [Fact]
    public async Task A_run_with_signatures_and_no_other_credentials_gives_the_same_bytes()
    {
        await azure.StartAsync();
        var (images, run) = (await azure.UploadAsync(simulated.Images), azure.NewAddress());
        var signature = Azurite.SignatureOf("tests", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var result = await AzureRuns.RunWithAsync(
            azure.Azurite.EndpointString(), "run", simulated.Job, "--images", $"{images}?{signature}", "--out",
            $"{run}?{signature}", "--json");
        Assert.Equal(0, result.Json(0).GetProperty("problems").GetArrayLength());
        Assert.DoesNotContain(signature.Split("sig=")[1], result.Output + result.Errors, StringComparison.Ordinal);
        var folderImages = Path.Combine(Path.GetDirectoryName(simulated.Job)!, "images");
        Assert.Empty(await azure.DifferencesAsync(simulated.Reference, folderImages, run, images));
    }

    [Fact]
    public async Task A_signature_in_an_address_is_used_and_shown_nowhere()
    {
        await azure.StartAsync();
        var images = await azure.UploadAsync(simulated.Images);
        var run = azure.NewAddress();
        // A signature that permits nothing: the refusal must not show it, nor may what was written before.
        var result = await azure.RunAsync(
            azure.Azurite.Port, "run", simulated.Job, "--images", $"{images}?sv=2021-12-02&sig=hush%3D", "--out", run);
        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("hush", result.Output + result.Errors);
        Assert.Contains(images, result.Errors);
        var doctor = await azure.RunAsync(
            azure.Azurite.Port, "doctor", $"{images}?sv=2021-12-02&sig=hush%3D", "--json");
        Assert.DoesNotContain("hush", doctor.Output + doctor.Errors);
        Assert.Equal(3, doctor.ExitCode);
    }

    [Fact]
    public async Task The_doctor_tells_of_a_store_whether_it_can_be_read_and_written()
    {
        await azure.StartAsync();
        var images = await azure.UploadAsync(simulated.Images);
        var result = await azure.RunAsync(azure.Azurite.Port, "doctor", images, "--json");
        var findings = result.Json().EnumerateArray().ToArray();
        foreach (var part in new[] { $"read {images}", $"write {images}" })
        {
            var finding = Assert.Single(findings, f => f.GetProperty("part").GetString() == part);
            Assert.True(finding.GetProperty("works").GetBoolean(), result.ToString());
        }
    }

    private FaultProxy TenthFails() => new(
        azure.Azurite.Port, seed: 3, every: 10, FaultProxy.Fault.Busy, FaultProxy.Fault.DropBefore,
        FaultProxy.Fault.DropAfter, FaultProxy.Fault.Reset, FaultProxy.Fault.Truncate);

    private async Task<string> AssertSameAsync(int port)
    {
        var images = await azure.UploadAsync(simulated.Images);
        var folderImages = Path.Combine(Path.GetDirectoryName(simulated.Job)!, "images");
        return await AssertSameAsync(port, simulated.Job, simulated.Reference, folderImages, images);
    }

    private async Task<string> AssertSameAsync(
        int port, string job, string folderRun, string folderImages, string images)
    {
        var run = azure.NewAddress();
        var result = await azure.RunAsync(port, "run", job, "--images", images, "--out", run, "--json");
        Assert.Equal(0, result.Json(0).GetProperty("problems").GetArrayLength());
        Assert.Empty(await azure.DifferencesAsync(folderRun, folderImages, run, images));
        return run;
    }
}
