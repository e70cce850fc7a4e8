using System.Text.Json;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests.Commands.Localization;

/// <summary>
/// The whole way: simulated images, a model with codes, a run, the views on its table.
/// </summary>
public sealed class CodesRunTests(SimulatedRun simulated) : IClassFixture<SimulatedRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_of_a_model_with_codes_gives_a_table_that_the_views_read()
    {
        var model = _folder.PathOf("quarters");
        CodesModel.Write(model, CodesModel.Card(tileSizePixels: 64));
        var job = SimulatedRun.JobNamed("codes");
        job["images"]!["store"] = simulated.Images;
        job["model"] = model;
        await File.WriteAllTextAsync(_folder.PathOf("job.json"), job.ToJsonString());
        var output = _folder.PathOf("run");
        var run = await HcsGridProcess.RunAsync("run", _folder.PathOf("job.json"), "--out", output, "--json");
        Assert.True(run.ExitCode == 0, run.Errors);

        var codes = Path.Combine(output, "profiles", "codes.parquet");
        foreach (var command in (string[])["clustermap", "spectrum"])
        {
            var svg = _folder.PathOf($"{command}.svg");
            var result = await InProcess.RunAsync(
                "localization", command, codes, "--by", "Metadata_pert_iname", "--svg", svg, "--json");
            Assert.True(result.ExitCode == 0, result.Errors);
            var document = JsonDocument.Parse(result.Output).RootElement;
            Assert.Equal(3 * CodesModel.CodeCount, document.GetProperty("codes").GetArrayLength());
            Assert.Contains("quarters_DNA_code0", document.GetProperty("codes").EnumerateArray()
                .Select(code => code.GetString()));
            Assert.True(File.Exists(svg));
        }

        var one = await InProcess.RunAsync(
            "localization", "spectrum", codes, "--by", "Metadata_pert_iname", "--codes", "quarters_DNA_", "--json");
        var groups = JsonDocument.Parse(one.Output).RootElement.GetProperty("groups");
        foreach (var group in groups.EnumerateArray())
        {
            Assert.Equal(
                1, group.GetProperty("spectrum").EnumerateArray().Sum(share => share.GetDouble()), 1e-6);
        }

        var inspected = await InProcess.RunAsync("inspect", output, "--json");
        Assert.True(inspected.ExitCode == 0, inspected.Errors);
    }
}
