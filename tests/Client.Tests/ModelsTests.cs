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
    public async Task The_shipped_models_compute_what_their_cards_say()
    {
        var models = (await HcsGridProcess.RunAsync("models", "verify", "--json")).Json(0).EnumerateArray().ToArray();
        Assert.Equal(["cells-v1", "gold-v1", "scatter-v1"], models.Select(m => m.GetProperty("model").GetString()));
        Assert.All(models, m => Assert.True(m.GetProperty("passed").GetBoolean()));
        Assert.InRange(models[0].GetProperty("largestDifference").GetDouble(), 0, 1e-3);
        Assert.InRange(models[1].GetProperty("largestDifference").GetDouble(), 0, 1e-3);
        Assert.InRange(models[2].GetProperty("largestDifference").GetDouble(), 0, 1e-4);
    }

    [Fact]
    public async Task The_shipped_models_are_listed_with_their_cards()
    {
        var models = (await HcsGridProcess.RunAsync("models", "list", "--json")).Json(0).EnumerateArray().ToArray();
        Assert.Equal(["cells-v1", "gold-v1", "scatter-v1"], models.Select(m => m.GetProperty("name").GetString()));
        Assert.All(models, m => Assert.Equal(64, m.GetProperty("sha256").GetString()!.Length));
        Assert.Equal([64, 832, 128], models.Select(m => m.GetProperty("widthPixels").GetInt32()));
        Assert.All(models, m =>
            Assert.True(File.Exists(Path.Combine(m.GetProperty("folder").GetString()!, "model.onnx"))));
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
