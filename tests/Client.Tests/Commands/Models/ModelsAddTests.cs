using System.Text.Json;
using HcsGrid.Inference.Tests.Adding;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Tests.Commands.Models;

/// <summary>
/// <c>hcsgrid models add</c>, and jobs that run what was added.
/// </summary>
public sealed class ModelsAddTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_colour_model_that_was_added_is_listed_verified_and_run_by_its_name()
    {
        var own = _folder.PathOf("own");
        var added = (await HcsGridProcess.RunWithModelsAsync(
            own, "models", "add", Write(SmallModels.PlaneMeans(3)), "--name", "colour", "--channels", "each-alone",
            "--tile", "64", "--batch", "3", "--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225", "--licence",
            "BSD-3-Clause", "--json")).Json(0);
        Assert.Equal(Path.Combine(own, "colour"), added.GetProperty("folder").GetString());
        Assert.False(added.GetProperty("replaced").GetBoolean());
        Assert.Equal("[0,0,0]", Plain(added.GetProperty("card").GetProperty("input").GetProperty("planes")));
        Assert.Equal(["cells-v1", "colour", "gold-v1", "scatter-v1"],
            (await HcsGridProcess.RunWithModelsAsync(own, "models", "list", "--json")).Json(0).EnumerateArray()
            .Select(m => m.GetProperty("name").GetString()));
        Assert.True((await HcsGridProcess.RunWithModelsAsync(own, "models", "verify", "colour", "--json")).Json(0)[0]
            .GetProperty("passed").GetBoolean());

        using var plate = new MadeUpPlate();
        plate.WriteJob(job => job["model"] = "colour");
        (await HcsGridProcess.RunWithModelsAsync(own, "run", plate.Job, "--out", plate.Run, "--json")).AssertDone();
        var table = ParquetTable.Read(plate.PlateFile("profiles.parquet"));
        string[] features = [.. table.FeatureNames.Where(n => n.StartsWith("colour_", StringComparison.Ordinal))];
        Assert.Equal(
            ["colour_DNA_0", "colour_DNA_1", "colour_DNA_2", "colour_GFP_0", "colour_GFP_1", "colour_GFP_2"],
            features);
        for (var well = 0; well < table.RowCount; well++)
        {
            // The three planes are one: taken back, the means and deviations leave the same brightness.
            var bright = (0.229 * Of("colour_GFP_0")) + 0.485;
            Assert.InRange(bright, 0.05, 1.5);
            Assert.Equal(bright, (0.224 * Of("colour_GFP_1")) + 0.456, 1e-5);
            Assert.Equal(bright, (0.225 * Of("colour_GFP_2")) + 0.406, 1e-5);

            double Of(string name) => table[well, table.FeatureNames.ToList().IndexOf(name)];
        }
    }

    [Fact]
    public async Task A_model_with_two_inputs_is_run_on_a_plate_s_two_channels()
    {
        var result = await InProcess.RunAsync(
            "models", "add", Write(SmallModels.TwoInputs(64)), "--into", _folder.PathOf("models"), "--name", "protein",
            "--input", "protein=1", "--input", "nucleus=0", "--json");
        var folder = result.Json(0).GetProperty("folder").GetString()!;
        using var plate = new MadeUpPlate();
        plate.WriteJob(job => job["model"] = folder);
        (await plate.RunAsync()).AssertDone();
        var table = ParquetTable.Read(plate.PlateFile("profiles.parquet"));
        var columns = table.FeatureNames.ToList();
        Assert.Equal(["protein_all_0", "protein_all_1", "protein_all_2"],
            columns.Where(n => n.StartsWith("protein_", StringComparison.Ordinal)));
        for (var well = 0; well < table.RowCount; well++)
        {
            // Pixels by chance are independent: the mean of the product is nearly the product of the means.
            var product = table[well, columns.IndexOf("protein_all_0")] * table[well, columns.IndexOf("protein_all_1")];
            Assert.Equal(product, table[well, columns.IndexOf("protein_all_2")], 0.02 * product);
        }

        plate.WriteJob(job =>
        {
            job["model"] = folder;
            job["channels"]!.AsArray().RemoveAt(1);
        });
        (await HcsGridProcess.RunAsync("run", plate.Job, "--out", plate.PathOf("other"), "--json"))
            .AssertRefused("protein", "2 channels together");
    }

    [Fact]
    public async Task A_public_segmentation_is_added_by_a_few_words_and_cannot_be_a_job_s_model()
    {
        var weights = HcsGrid.Tests.Shared.PathOf("data", "models", "nuclei_unet2d", "weights.onnx");
        var models = _folder.PathOf("models");
        var result = await InProcess.RunAsync("models", "add", weights, "--into", models, "--name", "nuclei",
            "--output", "82=map", "--sigmoid", "82", "--standardize", "--licence", "MIT");
        result.AssertDone();
        Assert.Contains("gives nothing for a job", result.Output);
        Assert.Contains("note: it has no embedding", result.Output);
        using var plate = new MadeUpPlate();
        plate.WriteJob(job => job["model"] = Path.Combine(models, "nuclei"));
        (await plate.RunAsync()).AssertRefused("nuclei", "embedding");
    }

    [Fact]
    public async Task A_folder_is_added_and_replaced_only_when_asked()
    {
        var folder = ModelCards.WriteNucleiUnet(_folder, _ => { });
        string[] add = ["models", "add", folder, "--into", _folder.PathOf("models")];
        var first = (await InProcess.RunAsync([.. add, "--json"])).Json(0);
        Assert.Equal("nuclei-unet2d", first.GetProperty("name").GetString());
        Assert.Empty(first.GetProperty("guesses").EnumerateArray());
        (await InProcess.RunAsync(add)).AssertRefused("There is a model nuclei-unet2d already", "--replace");
        Assert.True((await InProcess.RunAsync([.. add, "--replace", "--json"])).Json(0)
            .GetProperty("replaced").GetBoolean());
        (await InProcess.RunAsync([.. add, "--replace", "--tile", "64"])).AssertRefused("--tile", "model.json");
    }

    [Fact]
    public async Task A_shipped_name_is_not_taken_by_accident() =>
        (await HcsGridProcess.RunWithModelsAsync(
            _folder.PathOf("own"), "models", "add", Write(SmallModels.PlaneMeans(1, 16)), "--name", "scatter-v1"))
        .AssertRefused("There is a model scatter-v1 already");

    [Theory]
    [InlineData("--channels", "both", "each-alone or a number")]
    [InlineData("--channels", "65", "each-alone or a number")]
    [InlineData("--scaling", "1", "two numbers")]
    [InlineData("--scaling", "1,0", "expected high above low")]
    [InlineData("--scaling", "a,b", "expected numbers")]
    [InlineData("--mean", "0.1,0.2", "input.means has 2 numbers")]
    [InlineData("--std", "0", "input.deviations")]
    [InlineData("--std", "NaN", "input.deviations")]
    [InlineData("--input", "image", "NAME=0,1,2")]
    [InlineData("--input", "image=a", "NAME=0,1,2")]
    [InlineData("--input", "image=64", "expected 1 to 64")]
    [InlineData("--output", "features", "NAME=MEANING")]
    [InlineData("--output", "features=profile", "embedding, map")]
    [InlineData("--sigmoid", "features", "an output that --output names")]
    [InlineData("--layout", "nhwc", "planes-first, planes-last")]
    [InlineData("--tile", "0", "input.widthPixels")]
    [InlineData("--tile", "8193", "input.widthPixels")]
    [InlineData("--batch", "0", "batchSize")]
    [InlineData("--pixel-size", "-1", "pixelSizeMicrometres")]
    [InlineData("--name", "a_b", "'a_b'")]
    [InlineData("--device", "cuda", "CUDA was asked for")]
    public async Task A_word_that_cannot_be_is_told_with_its_option(string option, string word, string expected)
    {
        Assert.SkipWhen(word == "cuda" && HcsGrid.Inference.CudaProvider.IsFetched, "CUDA is there");
        string[] tile = option == "--tile" ? [] : ["--tile", "16"];
        var models = _folder.PathOf("models");
        (await InProcess.RunAsync([
            "models", "add", Write(SmallModels.PlaneMeans(1)), "--into", models, .. tile, option, word,
        ])).AssertRefused(expected);
        Assert.True(!Directory.Exists(models) || !Directory.EnumerateFileSystemEntries(models).Any());
    }

    [Fact]
    public async Task What_is_neither_a_folder_nor_a_file_is_told() =>
        (await InProcess.RunAsync("models", "add", _folder.PathOf("none.onnx"))).AssertRefused("none.onnx");

    [Fact]
    public async Task An_empty_folder_s_or_file_s_name_is_told()
    {
        var file = Write(SmallModels.PlaneMeans(1, 16));
        (await InProcess.RunAsync("models", "add", file, "--into", "")).AssertRefused("--into is empty");
        (await InProcess.RunAsync("models", "add", "", "--into", _folder.PathOf("models")))
            .AssertRefused("<source> is empty");
    }

    [Fact]
    public async Task One_is_told_as_one()
    {
        var models = _folder.PathOf("models");
        var result = await InProcess.RunAsync(
            "models", "add", Write(SmallModels.PlaneMeans(1, 16, tiles: 1)), "--into", models, "--channels", "1");
        result.AssertDone();
        Assert.Contains("16 × 16, 1 channel, gives 1 number.", result.Output);
        result = await InProcess.RunAsync("models", "bench", Path.Combine(models, "net"), "--seconds", "0");
        Assert.Contains("net: 1 tile at once", result.Errors);
    }

    private static string Plain(JsonElement element) => JsonSerializer.Serialize(element);

    private string Write(OnnxBuilder model)
    {
        File.WriteAllBytes(_folder.PathOf("net.onnx"), model.Build());
        return _folder.PathOf("net.onnx");
    }
}
