using HcsGrid.Inference.Tests.Adding;

namespace HcsGrid.Client.Tests.Commands.Models;

/// <summary>
/// One broken model among several: it is told, and hides no other.
/// </summary>
public sealed class BrokenModelsTests : IDisposable
{
    private static readonly string[] Shipped = ["cells-v1", "gold-v1", "scatter-v1"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_other_models_are_verified()
    {
        var result = await HcsGridProcess.RunWithModelsAsync(await BreakAsync(), "models", "verify", "--json");
        Assert.Equal(Shipped, result.Json(2).EnumerateArray().Select(m => m.GetProperty("model").GetString()));
        AssertTold(result.Errors, "sha256", Path.Combine("a-changed", "model.onnx"));
        AssertTold(result.Errors, Path.Combine("b-empty", "model.json"));
    }

    [Fact]
    public async Task The_other_models_of_those_named_are_verified_and_one_alone_is_refused()
    {
        var own = await BreakAsync();
        var changed = Path.Combine(own, "a-changed");
        var result = await InProcess.RunAsync("models", "verify", changed, "cells-v1", "nothing", "--json");
        Assert.Equal("cells-v1", Assert.Single(result.Json(2).EnumerateArray()).GetProperty("model").GetString());
        Assert.Equal(2, result.Errors.TrimEnd().Split('\n').Length);
        AssertTold(result.Errors, "'nothing'");
        (await InProcess.RunAsync("models", "verify", changed, "--json")).AssertRefused("sha256");
    }

    [Fact]
    public async Task The_other_models_and_batches_are_measured()
    {
        var own = await BreakAsync();
        await AddAsync(own, "fixed", SmallModels.PlaneMeans(1, 16, tiles: 1));
        await AddAsync(own, "open", SmallModels.PlaneMeans(1, 16));
        var result = await InProcess.RunAsync(
            "models", "bench", Path.Combine(own, "b-empty"), Path.Combine(own, "fixed"), Path.Combine(own, "open"),
            "--batch", "1,3", "--seconds", "0", "--json");
        var models = result.Json(2).EnumerateArray().ToArray();
        Assert.Equal(["fixed", "open"], models.Select(m => m.GetProperty("model").GetString()));
        Assert.Equal([1, 2], models.Select(m => m.GetProperty("batches").GetArrayLength()));
        AssertTold(result.Errors, Path.Combine("b-empty", "model.json"));
        AssertTold(result.Errors, "fixed takes 1 tile at once and no other number");
    }

    [Fact]
    public async Task The_doctor_finds_the_models_broken_and_not_what_runs_them()
    {
        var result = await HcsGridProcess.RunWithModelsAsync(await BreakAsync(), "doctor", "--json");
        var findings = result.Json(2).EnumerateArray().ToDictionary(
            f => f.GetProperty("part").GetString()!,
            f => (Works: f.GetProperty("works").GetBoolean(), Text: f.GetProperty("text").GetString()!));
        Assert.Equal(["model a-changed", "model b-empty"], findings.Where(f => !f.Value.Works).Select(f => f.Key));
        Assert.Contains("sha256", findings["model a-changed"].Text);
        Assert.All(Shipped, m => Assert.Contains(m, findings["models (ONNX Runtime)"].Text));
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_no_problem_of_the_models()
    {
        Assert.SkipWhen(HcsGrid.Inference.CudaProvider.IsFetched, "CUDA is there");
        (await InProcess.RunAsync("models", "verify", "--device", "cuda")).AssertRefused("CUDA was asked for");
        (await InProcess.RunAsync("models", "bench", "--device", "cuda")).AssertRefused("CUDA was asked for");
    }

    private static void AssertTold(string errors, params string[] words) =>
        Assert.Single(errors.Split('\n'), line =>
            line.StartsWith("hcsgrid: ", StringComparison.Ordinal) && words.All(line.Contains));

    /// <summary>A folder of two models: the file of the first has a byte too many, the card of the second says
    /// nothing.</summary>
    private async Task<string> BreakAsync()
    {
        var own = _folder.PathOf("own");
        await AddAsync(own, "a-changed", SmallModels.PlaneMeans(1, 16));
        using (var file = File.Open(Path.Combine(own, "a-changed", "model.onnx"), FileMode.Append))
            file.WriteByte(0);
        Directory.CreateDirectory(Path.Combine(own, "b-empty"));
        File.WriteAllText(Path.Combine(own, "b-empty", "model.json"), "{}");
        return own;
    }

    private async Task AddAsync(string own, string name, OnnxBuilder model)
    {
        File.WriteAllBytes(_folder.PathOf("net.onnx"), model.Build());
        (await InProcess.RunAsync(
            "models", "add", _folder.PathOf("net.onnx"), "--into", own, "--name", name)).AssertDone();
    }
}
