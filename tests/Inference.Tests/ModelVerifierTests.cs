using System.Text.Json.Nodes;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public sealed class ModelVerifierTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _copyCount;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shipped_model_gives_what_its_card_expects()
    {
        var verification = ModelVerifier.Verify(ModelFolder.Open(CardFile.ScatterFolder), new OnnxModelOptions());
        Assert.True(verification.Passed, $"{verification.LargestDifference}");
        Assert.InRange(verification.LargestDifference, 0, 4e-6);
        Assert.Equal(("scatter-v1", 1e-4), (verification.Model, verification.Tolerance));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(223, -0.25)]
    [InlineData(100, float.NaN)]
    public void A_number_that_is_off_anywhere_fails(int index, float by)
    {
        var folder = CopyOfScatter(CardFile.Scatter());
        var expected = NpyArray.Read(Path.Combine(folder.Path, "test_output.npy"));
        Assert.Equal(4 * 56, expected.Values.Length);
        expected.Values[index] += by;
        NpyFile.Write(Path.Combine(folder.Path, "test_output.npy"), expected.Shape, expected.Values);
        var verification = ModelVerifier.Verify(folder, new OnnxModelOptions());
        Assert.False(verification.Passed);
        if (float.IsNaN(by))
            Assert.Equal(double.PositiveInfinity, verification.LargestDifference);
        else
            Assert.Equal(Math.Abs(by), verification.LargestDifference, 1e-5);
    }

    [Fact]
    public void A_test_of_more_tiles_than_a_batch_is_run_in_several()
    {
        var card = CardFile.Scatter();
        card["batchSize"] = 3;
        var verification = ModelVerifier.Verify(CopyOfScatter(card), new OnnxModelOptions());
        Assert.InRange(verification.LargestDifference, 0, 4e-6);
    }

    [Fact]
    public void A_test_that_does_not_fit_the_card_is_told()
    {
        var card = CardFile.Scatter();
        card.Remove("test");
        Refused(CopyOfScatter(card), "has no test");
        card = CardFile.Scatter();
        CardFile.Set(card, "test.outputName", "\"logits\"");
        Refused(CopyOfScatter(card), "'logits'");
        var folder = CopyOfScatter(CardFile.Scatter());
        NpyFile.Write(Path.Combine(folder.Path, "test_input.npy"), [3], [1, 2, 3]);
        Refused(folder, "no multiple of a tile's 16384");
        folder = CopyOfScatter(CardFile.Scatter());
        NpyFile.Write(Path.Combine(folder.Path, "test_output.npy"), [3], [1, 2, 3]);
        Refused(folder, "expected 224");
        folder = CopyOfScatter(CardFile.Scatter());
        File.Delete(Path.Combine(folder.Path, "test_output.npy"));
        Refused(folder, "cannot be read");

        static void Refused(ModelFolder folder, string reason)
        {
            var error = Assert.Throws<ScreenDataException>(() => ModelVerifier.Verify(folder, new OnnxModelOptions()));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_segmentation_model_of_another_group_reproduces_its_stored_output_given_a_card()
    {
        var verification = ModelVerifier.Verify(Unet(UnetCard()), new OnnxModelOptions());
        Assert.True(verification.Passed, $"{verification.LargestDifference}");
        Assert.InRange(verification.LargestDifference, 0, 1e-4);
    }

    [Fact]
    public void Planes_are_normalized_and_logits_become_probabilities_as_the_card_asks()
    {
        var card = UnetCard();
        CardFile.Set(card, "input.normalization", "\"none\"");
        CardFile.Set(card, "outputs.0.activation", "\"none\"");
        var folder = Unet(card);
        var raw = NpyArray.Read(Path.Combine(folder.Path, "test_input.npy")).Values;
        var probabilities = NpyArray.Read(Path.Combine(folder.Path, "test_output.npy")).Values;
        var mean = raw.Average(v => (double)v);
        var deviation = Math.Sqrt(raw.Average(v => (v - mean) * (v - mean)));
        using var model = OnnxModel.Load(folder, new OnnxModelOptions());
        using var runner = model.CreateRunner(folder.Card.Outputs[0]);
        for (var i = 0; i < raw.Length; i++)
            runner.Input[i] = (float)((raw[i] - mean) / deviation);
        runner.Run();
        var largest = runner.Embedding.ToArray()
            .Zip(probabilities, (logit, p) => Math.Abs((1 / (1 + Math.Exp(-logit))) - p)).Max();
        Assert.InRange(largest, 0, 1e-4);
        Assert.True(probabilities.Max() > 0.9 && probabilities.Min() < 0.1);
    }

    private ModelFolder Unet(JsonObject card)
    {
        var source = HcsGrid.Tests.Shared.PathOf("data", "models", "nuclei_unet2d");
        var folder = CardFile.WriteModel(
            _folder, card, File.ReadAllBytes(Path.Combine(source, "weights.onnx")), $"unet{_copyCount++}");
        foreach (var file in (string[])["test_input.npy", "test_output.npy"])
            File.Copy(Path.Combine(source, file), Path.Combine(folder.Path, file));
        return folder;
    }

    private ModelFolder CopyOfScatter(JsonObject card)
    {
        var folder = CardFile.WriteModel(
            _folder, card, File.ReadAllBytes(Path.Combine(CardFile.ScatterFolder, "model.onnx")),
                $"copy{_copyCount++}");
        foreach (var file in (string[])["test_input.npy", "test_output.npy"])
            File.Copy(Path.Combine(CardFile.ScatterFolder, file), Path.Combine(folder.Path, file));
        return folder;
    }

    private static JsonObject UnetCard() => JsonNode.Parse("""
        {
          "formatVersion": 1, "name": "nuclei-unet2d", "sha256": "", "licence": "MIT", "batchSize": 1,
          "input": {
            "name": "input.1", "channels": 1, "widthPixels": 512, "heightPixels": 512,
            "normalization": "zero-mean-unit-variance"
          },
          "outputs": [ { "name": "82", "meaning": "map", "shape": [1, 512, 512], "activation": "sigmoid" } ],
          "test": { "input": "test_input.npy", "output": "test_output.npy", "outputName": "82", "tolerance": 0.0001 }
        }
        """)!.AsObject();
}
