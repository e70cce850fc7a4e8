using System.Text.Json;
using System.Text.Json.Nodes;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// A model that detects is held against its card when it is added: else it would find nothing, without a word.
/// </summary>
public sealed class DetectingModelsTests : IDisposable
{
    private const int Side = 64;
    private const int Halo = 8;

    private readonly AddedModels _models = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _models.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_model_whose_maps_are_what_its_card_says_is_added()
    {
        var added = _models.Adder.AddFolder(Write(Disc(Halo), card => { }), replace: false);
        Assert.Equal(["the card has no test: hcsgrid models verify cannot verify the model"], added.Notes);
    }

    [Theory]
    [InlineData(Halo - 1)]
    [InlineData(0)]
    public void A_halo_smaller_than_what_the_model_sees_is_told_with_what_it_sees(int halo) => Refused(
        Disc(Halo), card => CardFile.Set(card, "detection.haloPixels", $"{halo}"),
        $"changes {Halo} pixels from where a tile changes", $"detection.haloPixels is {halo}");

    [Fact]
    public void Cells_of_several_pixels_see_as_far_as_their_pixels() => Refused(
        Disc(Halo, stride: 2), card =>
        {
            CardFile.Set(card, "detection.haloPixels", $"{Halo - 2}");
            CardFile.Set(card, "outputs.0.shape", $"[1, {Side / 2}, {Side / 2}]");
            CardFile.Set(card, "outputs.1.shape", $"[1, {Side / 2}, {Side / 2}]");
        },
        "pixels from where a tile changes", $"detection.haloPixels is {Halo - 2}");

    [Fact]
    public void A_normalization_by_the_whole_tile_is_told() => Refused(
        Disc(Halo), card =>
        {
            CardFile.Set(card, "input.normalization", "\"zero-mean-unit-variance\"");
            CardFile.Set(card, "outputs.0.activation", "\"sigmoid\"");
        },
        "looks at the whole tile");

    [Fact]
    public void Centres_and_diameters_that_are_swapped_are_told() => Refused(
        Disc(Halo), card =>
        {
            CardFile.Set(card, "outputs.0.meaning", "\"diameter\"");
            CardFile.Set(card, "outputs.1.meaning", "\"centre\"");
        },
        "its centre map 'diameter' goes from", "expected 0 to 1", "swapped");

    [Fact]
    public void Centres_that_are_logits_are_told_and_with_the_activation_they_are_right()
    {
        Refused(Disc(Halo, shift: 3), card => { }, "its centre map 'centre' goes from", "\"activation\": \"sigmoid\"");
        var folder = Write(
            Disc(Halo, shift: 3), card => CardFile.Set(card, "outputs.0.activation", "\"sigmoid\""));
        Assert.Single(_models.Adder.AddFolder(folder, replace: false).Notes);
    }

    [Fact]
    public void Centres_that_are_the_same_everywhere_are_noted()
    {
        var added = _models.Adder.AddFolder(Write(Disc(Halo, weight: 0), card => { }), replace: false);
        Assert.Contains(added.Notes, n => n.Contains("'centre' is 0 everywhere", StringComparison.Ordinal));
    }

    [Fact]
    public void The_shipped_gold_model_is_added_and_with_another_halo_or_swapped_maps_it_is_not()
    {
        var folder = _folder.PathOf("gold");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(
            Path.Combine(HcsGrid.Tests.Shared.RepositoryRoot, "models", "gold-v1")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var path = Path.Combine(folder, "model.json");
        var text = File.ReadAllText(path);
        Assert.Empty(_models.Adder.AddFolder(folder, replace: false).Notes);
        File.WriteAllText(path, text.Replace("\"haloPixels\": 57", "\"haloPixels\": 2", StringComparison.Ordinal));
        Assert.Contains("detection.haloPixels is 2", Refusal(), StringComparison.Ordinal);
        var card = JsonNode.Parse(text)!;
        CardFile.Set(card, "outputs.0.meaning", "\"diameter\"");
        CardFile.Set(card, "outputs.1.meaning", "\"centre\"");
        File.WriteAllText(path, card.ToJsonString());
        Assert.Contains("swapped", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<ScreenDataException>(
            () => _models.Adder.AddFolder(folder, replace: true)).Message;
    }

    /// <summary>
    /// A model whose centre map is the mean of a square around each pixel, times a weight, plus a shift; its diameter
    /// map is that plus 6.
    /// </summary>
    private static OnnxBuilder Disc(int halo, int stride = 1, float weight = 1, float shift = 0) => new OnnxBuilder()
        .Input("image", OnnxBuilder.Float32, "tiles", 1, Side, Side)
        .Output("centre", OnnxBuilder.Float32, "tiles", 1, Side / stride, Side / stride)
        .Output("diameter", OnnxBuilder.Float32, "tiles", 1, Side / stride, Side / stride)
        .Weight("weight", [1], weight)
        .Weight("shift", [1], shift)
        .Weight("six", [1], 6f)
        .Node("AveragePool", "image", "mean", attributes:
        [
            ("kernel_shape", new long[] { (2 * halo) + 1, (2 * halo) + 1 }),
            ("pads", new long[] { halo, halo, halo, halo }), ("strides", new long[] { stride, stride }),
        ])
        .Node("Mul", "mean weight", "weighted")
        .Node("Add", "weighted shift", "centre")
        .Node("Add", "centre six", "diameter");

    private void Refused(OnnxBuilder model, Action<JsonNode> change, params string[] words)
    {
        var folder = Write(model, change);
        var error = Assert.Throws<ScreenDataException>(() => _models.Adder.AddFolder(folder, replace: false));
        foreach (var word in words)
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Empty(_models.Names);
    }

    private string Write(OnnxBuilder model, Action<JsonNode> change)
    {
        var map = new ModelOutput { Name = "centre", Meaning = OutputMeaning.Centre, Shape = [1, Side, Side] };
        var card = JsonSerializer.SerializeToNode(
            new ModelCard
            {
                FormatVersion = 1,
                Name = "discs",
                Sha256 = "",
                BatchSize = 2,
                Input = new ModelInput
                {
                    Name = "image",
                    Channels = ModelChannels.Alone,
                    WidthPixels = Side,
                    HeightPixels = Side,
                    PixelSizeMicrometres = 0.0005,
                },
                Outputs = [map, map with { Name = "diameter", Meaning = OutputMeaning.Diameter }],
                Detection = new ModelDetection
                {
                    Threshold = 0.4,
                    HaloPixels = Halo,
                    AlignmentPixels = 2,
                    MinimumDiameterNm = 3,
                    MaximumDiameterNm = 20,
                },
            },
            ModelFolder.CardJson)!.AsObject();
        change(card);
        return CardFile.WriteModel(_folder, card, model.Build(), "discs").Path;
    }
}
