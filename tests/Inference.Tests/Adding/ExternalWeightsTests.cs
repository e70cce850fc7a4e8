using System.Runtime.InteropServices;
using HcsGrid.Inference.Adding;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// Models whose weights lie in files beside them, as newer exporters of PyTorch write.
/// </summary>
public sealed class ExternalWeightsTests : IDisposable
{
    private readonly AddedModels _models = new();

    public ExternalWeightsTests() => File.WriteAllBytes(
        _models.PathOf("net.onnx.data"), MemoryMarshal.AsBytes<float>([9, 9, 2, 9, -1, 9]).ToArray());

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Weights_beside_the_file_are_put_into_it()
    {
        var added = _models.Add(Scaled("net.onnx.data", 8, "net.onnx.data", 16, 4), new ModelFileOptions
        {
            Name = "net",
        });
        Assert.Contains(added.Notes, n => n.Contains("net.onnx.data", StringComparison.Ordinal));
        var file = OnnxFile.Read(added.Model.OnnxPath);
        Assert.Empty(file.ExternalWeights);
        Assert.Equal(2, file.ParameterCount);
        Assert.Equal(["model.json", "model.onnx", "test_input.npy", "test_output.npy"],
            Directory.EnumerateFiles(added.Model.Path).Select(f => Path.GetFileName(f)).Order());
        using var model = OnnxModel.Load(added.Model, new OnnxModelOptions());
        using var runner = model.CreateRunner(added.Model.Card.Outputs[0]);
        runner.Input.Fill(3);
        runner.Run();
        Assert.All(runner.Embedding.ToArray(), v => Assert.Equal((3 * 2) - 1, v));
    }

    [Theory]
    [InlineData("../net.onnx.data", 0L, 4L, "no file name in the model's folder")]
    [InlineData("/etc/hostname", 0L, 4L, "no file name in the model's folder")]
    [InlineData("..", 0L, 4L, "no file name in the model's folder")]
    [InlineData("", 0L, 4L, "no file name in the model's folder")]
    [InlineData("other.data", 0L, 4L, "'other.data', which is not there")]
    [InlineData("net.onnx.data", 24L, 4L, "ends at byte 28 of 'net.onnx.data', which has 24")]
    [InlineData("net.onnx.data", long.MaxValue, 4L, "ends at byte")]
    [InlineData("net.onnx.data", 0L, 8L, "has 8 bytes where its shape needs 4")]
    [InlineData("net.onnx.data", 0L, long.MaxValue, "where its shape needs 4")]
    public void Weights_elsewhere_or_of_wrong_lengths_are_told(string location, long offset, long length, string reason)
    {
        var error = Assert.Throws<ScreenDataException>(() => _models.Add(
            Scaled(location, offset, "net.onnx.data", 0, length)));
        Assert.Contains("weight 'factor'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(_models.Names);
    }

    [Fact]
    public void A_link_beside_the_file_is_not_followed()
    {
        File.WriteAllBytes(_models.PathOf("secret"), new byte[24]);
        File.CreateSymbolicLink(_models.PathOf("link.data"), _models.PathOf("secret"));
        var error = Assert.Throws<ScreenDataException>(() => _models.Add(Scaled("link.data", 0, "link.data", 4, 4)));
        Assert.Contains("is a link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_as_large_as_no_machine_s_memory_is_told_before_it_is_read()
    {
        var model = new OnnxBuilder().Input("image", OnnxBuilder.Float32, "tiles", 1, 8, 8)
            .Output("out", OnnxBuilder.Float32, "tiles", 1, 8, 8)
            .ExternalWeight("factor", [1 << 20, 1 << 19], "net.onnx.data", 0)
            .Node("Mul", "image factor", "out");
        var error = Assert.Throws<ScreenDataException>(() => _models.Add(model));
        Assert.Contains("ends at byte 2199023255552", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_over_a_file_with_weights_elsewhere_is_refused_wherever_it_is_loaded()
    {
        using var own = new TempFolder();
        var folder = CardFile.WriteModel(own, CardFile.Scatter(), Scaled("net.onnx.data", 0, "x", 0, 4).Build());
        var error = Assert.Throws<ScreenDataException>(() => OnnxModel.Load(folder, new OnnxModelOptions()));
        Assert.Contains("expected one file", error.Message, StringComparison.Ordinal);
        Assert.Contains("models add", error.Message, StringComparison.Ordinal);
    }

    private static OnnxBuilder Scaled(
        string factorFile, long factorOffset, string termFile, long termOffset, long length) => new OnnxBuilder()
        .Input("image", OnnxBuilder.Float32, "tiles", 1, 8, 8)
        .Output("out", OnnxBuilder.Float32, "tiles", 1, 8, 8)
        .ExternalWeight("factor", [1], factorFile, factorOffset, length)
        .ExternalWeight("term", [1], termFile, termOffset)
        .Node("Mul", "image factor", "more")
        .Node("Add", "more term", "out");
}
