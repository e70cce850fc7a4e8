using System.Text.Json.Nodes;

namespace HcsGrid.Client.Tests;

/// <summary>
/// <c>hcsgrid models</c> on the shipped model and on one that only got a card.
/// </summary>
public sealed class ModelsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_shipped_model_computes_what_its_card_says()
    {
        var model = Assert.Single((await HcsGridProcess.RunAsync("models", "verify",
            "--json")).Json(0).EnumerateArray());
        Assert.Equal("scatter-v1", model.GetProperty("model").GetString());
        Assert.True(model.GetProperty("passed").GetBoolean());
        Assert.InRange(model.GetProperty("largestDifference").GetDouble(), 0, 1e-4);
    }

    [Fact]
    public async Task The_shipped_model_is_listed_with_its_card()
    {
        var model = Assert.Single((await HcsGridProcess.RunAsync("models", "list", "--json")).Json(0).EnumerateArray());
        Assert.Equal("scatter-v1", model.GetProperty("name").GetString());
        Assert.Equal(64, model.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(128, model.GetProperty("widthPixels").GetInt32());
        Assert.True(File.Exists(Path.Combine(model.GetProperty("folder").GetString()!, "model.onnx")));
    }

    [Fact]
    public async Task A_public_model_with_a_card_reproduces_its_stored_output()
    {
        var folder = ModelCards.WriteNucleiUnet(_folder, _ => { });
        var model = Assert.Single((await HcsGridProcess.RunAsync("models", "verify", folder,
            "--json")).Json(0).EnumerateArray());
        Assert.True(model.GetProperty("passed").GetBoolean());
        Assert.Equal(1e-4, model.GetProperty("tolerance").GetDouble());
        Assert.InRange(model.GetProperty("largestDifference").GetDouble(), 0, 1e-4);
    }

    [Fact]
    public async Task A_model_that_computes_something_else_than_its_card_says_does_not_pass()
    {
        var folder = ModelCards.WriteNucleiUnet(_folder, card => card["outputs"]![0]!.AsObject().Remove("activation"));
        var result = await InProcess.RunAsync("models", "verify", folder, "scatter-v1", "--json");
        var models = result.Json(2).EnumerateArray().ToArray();
        Assert.Equal([false, true], models.Select(m => m.GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public async Task A_model_that_is_not_the_one_of_its_card_is_refused()
    {
        var folder = ModelCards.WriteNucleiUnet(_folder, card => card["sha256"] = new string('a', 64));
        (await HcsGridProcess.RunAsync("models", "verify", folder))
            .AssertRefused("sha256", new string('a', 64), Path.Combine(folder, "weights.onnx"));
    }

    [Fact]
    public async Task A_card_with_another_shape_than_the_model_is_refused()
    {
        var folder = ModelCards.WriteNucleiUnet(
            _folder, card => card["outputs"]![0]!["shape"] = new JsonArray(2, 512, 512));
        (await InProcess.RunAsync("models", "verify", folder)).AssertRefused("nuclei");
        folder = ModelCards.WriteNucleiUnet(_folder, card =>
        {
            card["input"]!["widthPixels"] = 256;
            card["input"]!["heightPixels"] = 1024;
        });
        (await InProcess.RunAsync("models", "verify", folder)).AssertRefused("'input.1'", "(1, 1, 512, 512",
            "(1, 1, 1024, 256)");
    }

    [Fact]
    public async Task A_card_with_an_unknown_key_is_refused()
    {
        var folder = ModelCards.WriteNucleiUnet(_folder, card => card["tilesize"] = 512);
        (await InProcess.RunAsync("models", "verify", folder)).AssertRefused("tilesize", Path.Combine(folder,
            "model.json"));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_told_with_those_there_are() =>
        (await InProcess.RunAsync("models", "verify", "nothing")).AssertRefused("'nothing'", "scatter-v1");
}
