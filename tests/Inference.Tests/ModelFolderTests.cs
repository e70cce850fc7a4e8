using System.Text.Json;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shipped_card_is_read_with_all_it_says()
    {
        var card = ModelFolder.Open(CardFile.ScatterFolder).Card;
        Assert.Equal("scatter-v1", card.Name);
        Assert.Equal(ModelChannels.Alone, card.Input.Channels);
        Assert.Equal((128, 128, 4), (card.Input.WidthPixels, card.Input.HeightPixels, card.BatchSize));
        Assert.Equal(56, card.Embedding!.Width);
        Assert.Equal(128 * 128, card.Input.TileLength);
    }

    [Fact]
    public void A_card_reads_back_as_it_was_written()
    {
        var card = ModelFolder.Open(CardFile.ScatterFolder).Card;
        var first = JsonSerializer.SerializeToUtf8Bytes(card, ModelFolder.CardJson);
        Directory.CreateDirectory(_folder.PathOf("copy"));
        File.WriteAllBytes(_folder.PathOf("copy", ModelFolder.CardFileName), first);
        var again = ModelFolder.Open(_folder.PathOf("copy")).Card;
        Assert.Equal(first, JsonSerializer.SerializeToUtf8Bytes(again, ModelFolder.CardJson));
    }

    [Theory]
    [InlineData("formatVersion", "2", "formatVersion")]
    [InlineData("name", "\"\"", "name")]
    [InlineData("name", "\"a_b\"", "name")]
    [InlineData("batchSize", "0", "batchSize")]
    [InlineData("batchSize", "4097", "batchSize")]
    [InlineData("sha256", "\"abc\"", "sha256")]
    [InlineData("file", "\"../model.onnx\"", "file")]
    [InlineData("file", "\"..\"", "file")]
    [InlineData("file", "\"/etc/hostname\"", "file")]
    [InlineData("file", "\"\"", "file")]
    [InlineData("input.name", "\"\"", "input.name")]
    [InlineData("input.widthPixels", "0", "input.widthPixels")]
    [InlineData("input.heightPixels", "8193", "input.heightPixels")]
    [InlineData("input.channels", "0", "input.channels")]
    [InlineData("input.channels", "65", "input.channels")]
    [InlineData("input.pixelScaling.high", "0", "input.pixelScaling")]
    [InlineData("input.pixelScaling.high", "1e999", "input.pixelScaling")]
    [InlineData("input.pixelSizeMicrometres", "-1", "input.pixelSizeMicrometres")]
    [InlineData("input.planes", "[]", "input.planes")]
    [InlineData("input.planes", "[1]", "input.planes")]
    [InlineData("input.planes", "[-1]", "input.planes")]
    [InlineData("input.means", "[0.1, 0.2]", "input.means")]
    [InlineData("input.means", "[1e999]", "input.means")]
    [InlineData("input.deviations", "[0]", "input.deviations")]
    [InlineData("input.others", "[null]", "input.others")]
    [InlineData("input.others", "[{ \"name\": \"\", \"planes\": [0] }]", "input.others[0].name")]
    [InlineData("input.others", "[{ \"name\": \"b\", \"planes\": [2] }]", "input.others[0].planes")]
    [InlineData("input.others", "[{ \"name\": \"tiles\", \"planes\": [0] }]", "input.others[].name")]
    [InlineData("outputs", "[]", "outputs")]
    [InlineData("outputs", "[null]", "outputs")]
    [InlineData("outputs.0.shape", "[0]", "outputs[].shape")]
    [InlineData("outputs.0.shape", "[65536, 65536, 65536]", "outputs[].shape")]
    [InlineData("test.input", "\"../../secret\"", "test.input")]
    [InlineData("test.output", "\"/etc/hostname\"", "test.output")]
    [InlineData("test.tolerance", "-1", "test.tolerance")]
    public void A_value_out_of_bounds_is_told_by_its_key(string path, string json, string key)
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, path, json);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Contains($"not valid: {key}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("model.json", error.Place.Blob, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_named_twice_is_told()
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, "outputs", """
            [{ "name": "a", "meaning": "map", "shape": [1] }, { "name": "a", "meaning": "other", "shape": [1] }]
            """);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Contains("outputs[].name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Means_beside_a_normalization_are_told()
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, "input.normalization", "\"zero-mean-unit-variance\"");
        CardFile.Set(card, "input.means", "[0.5]");
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Contains("expected one of both", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_is_written_with_what_it_may_say_and_reads_back_the_same()
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, "input.planes", "[0, 0, 0]");
        CardFile.Set(card, "input.means", "[0.485, 0.456, 0.406]");
        CardFile.Set(card, "input.deviations", "[0.229]");
        CardFile.Set(card, "input.layout", "\"planes-last\"");
        CardFile.Set(card, "input.others", "[{ \"name\": \"b\", \"planes\": [0], \"means\": [1] }]");
        var read = ModelFolder.Open(CardFile.Write(_folder, card)).Card;
        var written = ModelFolder.WriteCard(read);
        Assert.DoesNotContain("tileOutputs", System.Text.Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.PathOf("again"));
        File.WriteAllBytes(_folder.PathOf("again", ModelFolder.CardFileName), written);
        var again = ModelFolder.Open(_folder.PathOf("again")).Card;
        Assert.Equal(written, ModelFolder.WriteCard(again));
        Assert.Equal([0, 0, 0], again.Input.Planes);
        Assert.Equal(InputLayout.PlanesLast, again.Input.Layout);
        Assert.Equal(0.456, again.Input.Means[1]);
        Assert.Equal([1d], Assert.Single(again.Input.Others).Means);
    }

    [Fact]
    public void Sizes_that_each_may_be_are_refused_where_together_they_are_too_many()
    {
        // 64 × 8192 × 8192 is 0 in 32 bits.
        var card = CardFile.Scatter();
        CardFile.Set(card, "input.channels", "64");
        CardFile.Set(card, "input.widthPixels", "8192");
        CardFile.Set(card, "input.heightPixels", "8192");
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Contains("17179869184 numbers", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batchSzie", "4", "batchSzie")]
    [InlineData("input.chanels", "1", "chanels")]
    [InlineData("outputs.0.colour", "1", "colour")]
    [InlineData("tileOutputs", "1", "tileOutputs")]
    [InlineData("input.tileLength", "1", "tileLength")]
    [InlineData("input.channels", "\"both\"", "channels")]
    [InlineData("outputs.0.meaning", "\"profile\"", "meaning")]
    [InlineData("outputs.0.meaning", "0", "meaning")]
    [InlineData("batchSize", "\"four\"", "batchSize")]
    [InlineData("name", "null", "name")]
    [InlineData("outputs", "null", "outputs")]
    public void An_unknown_key_or_a_wrong_kind_of_value_is_told_with_its_line(string path, string json, string key)
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, path, json);
        var folder = CardFile.Write(_folder, card);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(folder));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        var line = 1 + Array.FindIndex(
            File.ReadAllLines(Path.Combine(folder, "model.json")), l =>
                l.Contains($"\"{key}\"", StringComparison.Ordinal));
        Assert.Equal(line, error.Place.LineNumber);
    }

    [Theory]
    [InlineData("license", "\"MIT\"", "the key 'license' is unknown (at $.license)")]
    [InlineData("outputs.0.meaning", "\"embeding\"",
        "expected embedding, map, centre, diameter, code-histogram or other (at $.outputs[0].meaning)")]
    [InlineData("input.layout", "\"nhwc\"", "expected planes-first or planes-last (at $.input.layout)")]
    [InlineData("input.channels", "\"both\"", "expected \"each-alone\" or a number of channels (at $.input.channels)")]
    [InlineData("batchSize", "\"16\"", "expected a whole number, at most 2147483647 (at $.batchSize)")]
    [InlineData("sha256", null, "the key 'sha256' is missing")]
    [InlineData("test.tolerance", null, "the key 'tolerance' is missing (at $.test)")]
    [InlineData("input", "null", "the key 'input' is null (at $.input)")]
    public void A_mistake_in_a_card_is_told_in_the_card_s_words(string path, string? json, string reason)
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, path, json);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Equal($"The model card cannot be read: {reason}", error.Reason);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("sha256")]
    [InlineData("input")]
    [InlineData("outputs")]
    [InlineData("batchSize")]
    [InlineData("formatVersion")]
    public void A_missing_key_is_told_by_name(string key)
    {
        var card = CardFile.Scatter();
        CardFile.Set(card, key, null);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(CardFile.Write(_folder, card)));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"name\": 1, \"name\": 2}")]
    [InlineData("\u0001")]
    public void What_is_no_card_is_a_data_error_that_names_the_file(string text)
    {
        File.WriteAllText(_folder.PathOf("model.json"), text);
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(_folder.Path));
        Assert.EndsWith("model.json", error.Place.Blob, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_card_and_a_card_without_a_model_are_told()
    {
        Assert.Throws<ScreenDataException>(() => ModelFolder.Open(_folder.PathOf("none")));
        Directory.CreateDirectory(_folder.PathOf("folder", "model.json"));
        Assert.Throws<ScreenDataException>(() => ModelFolder.Open(_folder.PathOf("folder")));
        var model = ModelFolder.Open(CardFile.Write(_folder, CardFile.Scatter()));
        var error = Assert.Throws<ScreenDataException>(() => model.ReadOnnx());
        Assert.EndsWith("model.onnx", error.Place.Blob, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_than_the_card_describes_is_refused_with_both_hashes()
    {
        var folder = CardFile.Write(_folder, CardFile.Scatter());
        File.WriteAllText(Path.Combine(folder, "model.onnx"), "x");
        var error = Assert.Throws<ScreenDataException>(() => ModelFolder.Open(folder).ReadOnnx());
        Assert.Contains("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("fd80a46e", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_may_be_written_in_capitals()
    {
        var card = CardFile.Scatter();
        card["sha256"] = card["sha256"]!.GetValue<string>().ToUpperInvariant();
        var folder = CardFile.Write(_folder, card);
        File.Copy(Path.Combine(CardFile.ScatterFolder, "model.onnx"), Path.Combine(folder, "model.onnx"));
        Assert.NotEmpty(ModelFolder.Open(folder).ReadOnnx());
    }
}
