using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public sealed class OnnxModelTests : IDisposable
{
    private static readonly OnnxModelOptions Options = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("input.name", "\"pixels\"", "no input 'pixels'")]
    [InlineData("input.widthPixels", "64", "input 'tiles'")]
    [InlineData("input.heightPixels", "256", "input 'tiles'")]
    [InlineData("input.channels", "2", "input 'tiles'")]
    [InlineData("outputs.0.name", "\"features\"", "no output 'features'")]
    [InlineData("outputs.0.shape", "[57]", "output 'embedding'")]
    [InlineData("outputs.0.shape", "[56, 1]", "output 'embedding'")]
    public void A_card_that_describes_another_model_is_told_what_the_model_has(string path, string json, string reason)
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, path, json);
        var error = Assert.Throws<ScreenDataException>(() =>
            OnnxModel.Load(CardFile.WriteModel(_folder, card, Scatter()), Options));
        Assert.Contains("does not fit its card", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("model.onnx", error.Place.Blob, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_model_is_a_data_error_that_names_the_file()
    {
        var onnx = Scatter();
        var random = new Random(3);
        var damaged = new List<byte[]> { Array.Empty<byte>(), new byte[1000], "not a model"u8.ToArray() };
        for (var i = 0; i < 6; i++)
            damaged.Add(onnx[..random.Next(onnx.Length)]);
        var refused = 0;
        foreach (var bytes in damaged)
        {
            var folder = CardFile.WriteModel(_folder, CardFile.Scatter(), bytes, $"damaged{refused++}");
            var error = Assert.Throws<ScreenDataException>(() => OnnxModel.Load(folder, Options).Dispose());
            Assert.EndsWith("model.onnx", error.Place.Blob, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Changed_bytes_load_or_are_a_data_error()
    {
        var onnx = Scatter();
        var random = new Random(4);
        for (var i = 0; i < 12; i++)
        {
            var bytes = onnx.ToArray();
            for (var k = 0; k < 5; k++)
                bytes[random.Next(4000)] = (byte)random.Next(256);
            var folder = CardFile.WriteModel(_folder, CardFile.Scatter(), bytes, $"changed{i}");
            try
            {
                OnnxModel.Load(folder, Options).Dispose();
            }
            catch (ScreenDataException error)
            {
                Assert.EndsWith("model.onnx", error.Place.Blob, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_model_without_an_embedding_has_no_runner_and_no_batcher()
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, "outputs.0.meaning", "\"map\"");
        using var model = OnnxModel.Load(CardFile.WriteModel(_folder, card, Scatter()), Options);
        Assert.Throws<ScreenDataException>(() => model.CreateRunner());
        Assert.Throws<ScreenDataException>(() => new TileBatcher(model, new TileBatcherOptions(), TimeProvider.System));
    }

    [Fact]
    public void Cuda_without_its_provider_is_a_clear_error_and_never_the_cpu()
    {
        Assert.SkipWhen(CudaProvider.IsFetched, "the CUDA provider lies beside the program");
        var error = Assert.Throws<ScreenDataException>(() => OnnxModel.Load(
            ModelFolder.Open(CardFile.ScatterFolder), new OnnxModelOptions { Device = InferenceDevice.Cuda }));
        Assert.Contains("CUDA was asked for", error.Message, StringComparison.Ordinal);
        Assert.Contains("WithCuda=true", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void A_number_of_threads_out_of_bounds_is_told(int threads)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => OnnxModel.Load(
            ModelFolder.Open(CardFile.ScatterFolder), new OnnxModelOptions { ThreadsPerRun = threads }));
        Assert.Equal("ThreadsPerRun", error.ParamName);
    }

    private static byte[] Scatter() => File.ReadAllBytes(Path.Combine(CardFile.ScatterFolder, "model.onnx"));
}
