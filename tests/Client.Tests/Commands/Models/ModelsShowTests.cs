using HcsGrid.Inference.Tests.Adding;

namespace HcsGrid.Client.Tests.Commands.Models;

/// <summary>
/// <c>hcsgrid models show</c>, <c>bench</c> and <c>list</c>.
/// </summary>
public sealed class ModelsShowTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_shown_with_its_card_its_file_and_the_columns_of_a_job()
    {
        var shown = (await InProcess.RunAsync(
            "models", "show", "scatter-v1", "--channels", "DNA,ER", "--json")).Json(0);
        Assert.Equal(56, shown.GetProperty("card").GetProperty("outputs")[0].GetProperty("shape")[0].GetInt32());
        var file = shown.GetProperty("file");
        Assert.True(file.GetProperty("bytes").GetInt64() > 100_000);
        Assert.True(file.GetProperty("opsets").GetProperty("").GetInt32() >= 7);
        Assert.Equal("tiles", file.GetProperty("inputs")[0].GetProperty("name").GetString());
        string[] columns = [.. shown.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
        Assert.Equal((2 * 56) + (2 * 14) + 1, columns.Length);
        Assert.Equal(("scatter-v1_DNA_0", "scatter-v1_ER_55"), (columns[0], columns[111]));
        Assert.Equal("Image_Correlation_Correlation_DNA_ER", columns[^1]);
    }

    [Fact]
    public async Task For_people_the_same_stands_in_two_tables()
    {
        var output = (await InProcess.RunAsync("models", "show", "gold-v1")).Output;
        Assert.Contains("centre (1, 416, 416)", output.Replace("centre:", "", StringComparison.Ordinal));
        Assert.Contains("Opset", output);
        Assert.Contains("A job gets particles", output);
        output = (await InProcess.RunAsync("models", "show", "scatter-v1")).Output;
        Assert.Contains("A job gets 70 columns: scatter-v1_CHANNEL_0", output);
    }

    [Fact]
    public async Task A_file_without_a_card_is_shown_before_it_is_added()
    {
        var path = _folder.PathOf("net.onnx");
        File.WriteAllBytes(path, SmallModels.Encoder(3, 32).Build());
        var shown = (await InProcess.RunAsync("models", "show", path, "--json")).Json(0);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown.GetProperty("card").ValueKind);
        var file = shown.GetProperty("file");
        Assert.Equal(4 * 3 * 9, file.GetProperty("parameterCount").GetInt64());
        Assert.Equal("float32", file.GetProperty("inputs")[0].GetProperty("elementType").GetString());
        Assert.Equal("[\"tiles\",3,32,32]", System.Text.Json.JsonSerializer.Serialize(
            file.GetProperty("inputs")[0].GetProperty("shape")));
        Assert.Equal(["Conv", "Flatten", "GlobalAveragePool", "Relu"],
            file.GetProperty("operators").EnumerateArray().Select(o => o.GetString()));
        Assert.Contains("image float32 (tiles, 3, 32, 32)", (await InProcess.RunAsync("models", "show", path)).Output);
    }

    [Fact]
    public async Task Channels_that_do_not_fit_or_cannot_be_are_told()
    {
        (await InProcess.RunAsync("models", "add", Write(SmallModels.PlaneMeans(3, 16)), "--into",
            _folder.PathOf("models"), "--name", "three")).AssertDone();
        var model = _folder.PathOf("models", "three");
        (await InProcess.RunAsync("models", "show", model, "--channels", "DNA")).AssertRefused(
            "3 channels together", "1 are named: DNA");
        (await InProcess.RunAsync("models", "show", model, "--channels", "a,b_c,d")).AssertRefused("b_c");
        (await InProcess.RunAsync("models", "show", "nothing")).AssertRefused("'nothing'", "scatter-v1");
    }

    [Fact]
    public async Task Speeds_are_measured_at_the_card_s_batch_and_others()
    {
        await InProcess.RunAsync("models", "add", Write(SmallModels.Encoder(1, 32)), "--into",
            _folder.PathOf("models"), "--name", "net", "--batch", "5");
        var measured = Assert.Single((await InProcess.RunAsync(
            "models", "bench", _folder.PathOf("models", "net"), "--seconds", "0", "--threads", "2", "--json"))
            .Json(0).EnumerateArray());
        Assert.Equal(("net", "cpu", "channel-crops"), (Text("model"), Text("device"), Text("unit")));
        Assert.Equal((2, 5), (measured.GetProperty("threads").GetInt32(),
            measured.GetProperty("cardBatchSize").GetInt32()));
        var batches = measured.GetProperty("batches").EnumerateArray().ToArray();
        Assert.Equal([1, 4, 5, 16, 64], batches.Select(b => b.GetProperty("batchSize").GetInt32()));
        Assert.All(batches, b =>
        {
            // Each of two threads ran once.
            var count = b.GetProperty("tileCount").GetInt64();
            Assert.Equal(2 * b.GetProperty("batchSize").GetInt32(), count);
            var seconds = b.GetProperty("seconds").GetDouble();
            Assert.Equal(count / seconds, b.GetProperty("tilesPerSecond").GetDouble(), 1e-6 * count / seconds);
            Assert.Equal(b.GetProperty("tilesPerSecond").GetDouble() * 32 * 32 / 1e6,
                b.GetProperty("megapixelsPerSecond").GetDouble(), 1e-9 * count / seconds);
            Assert.Equal(1, b.GetProperty("scalingShare").GetDouble() + b.GetProperty("modelShare").GetDouble(), 1e-9);
        });

        string Text(string key) => measured.GetProperty(key).GetString()!;
    }

    [Fact]
    public async Task A_batch_that_the_file_does_not_take_is_told_and_the_usual_ones_keep_to_it()
    {
        await InProcess.RunAsync("models", "add", Write(SmallModels.PlaneMeans(1, 16, tiles: 3)), "--into",
            _folder.PathOf("models"), "--name", "fixed");
        var model = _folder.PathOf("models", "fixed");
        var result = await InProcess.RunAsync("models", "bench", model, "--seconds", "0");
        result.AssertDone();
        Assert.Contains("3 (card)", result.Output);
        Assert.Contains("fixed: 3 tiles at once", result.Errors);
        (await InProcess.RunAsync("models", "bench", model, "--batch", "x")).AssertRefused("--batch has 'x'");
        (await InProcess.RunAsync("models", "bench", model, "--threads", "0")).AssertRefused("--threads is 0");
        (await InProcess.RunAsync("models", "bench", model, "--seconds", "-1")).AssertRefused("--seconds is -1");
        var refused = await InProcess.RunAsync("models", "bench", model, "--batch", "4");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("takes 3 tiles at once and no other number", refused.Errors);
    }

    [Fact]
    public async Task A_card_that_cannot_be_read_hides_no_other_model()
    {
        var own = Directory.CreateDirectory(_folder.PathOf("own", "bad")).Parent!.FullName;
        File.WriteAllText(Path.Combine(own, "bad", "model.json"), "{");
        var result = await HcsGridProcess.RunWithModelsAsync(own, "models", "list", "--json");
        Assert.Equal(["cells-v1", "gold-v1", "scatter-v1"],
            result.Json(2).EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Contains("bad", result.Errors);
    }

    private string Write(OnnxBuilder model)
    {
        File.WriteAllBytes(_folder.PathOf("net.onnx"), model.Build());
        return _folder.PathOf("net.onnx");
    }
}
