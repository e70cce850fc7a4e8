using HcsGrid.Inference.Adding;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// A model is added whole or not at all, and under a name that is free.
/// </summary>
public sealed class ModelAdderTests : IDisposable
{
    private readonly AddedModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void What_the_file_tells_and_what_was_said_stands_in_the_card_and_guesses_are_told()
    {
        var added = _models.Adder.AddFile(_models.Write(SmallModels.Encoder(1, 32).Build(), "My Net_2.onnx"),
            new ModelFileOptions
            {
                BatchSize = 6,
                PixelSizeMicrometres = 0.65,
                Licence = "MIT",
                Provenance = "trained on nothing",
                Description = "A test.",
            }, replace: false);
        var card = ModelFolder.Open(added.Model.Path).Card;
        Assert.Equal("My-Net-2", card.Name);
        Assert.Equal((32, 32, 6), (card.Input.WidthPixels, card.Input.HeightPixels, card.BatchSize));
        Assert.Equal(("MIT", "trained on nothing", "A test."), (card.Licence, card.Provenance, card.Description));
        Assert.Equal(0.65, card.Input.PixelSizeMicrometres);
        Assert.Equal([4], card.Embedding!.Shape);
        Assert.Equal(3, added.Guesses.Count);
        Assert.Contains(added.Guesses, g => g.Contains("the name is My-Net-2", StringComparison.Ordinal));
        Assert.Contains(added.Guesses, g => g.Contains("each channel alone", StringComparison.Ordinal));
        Assert.Contains(added.Guesses, g => g.Contains("'features' (4) is the embedding", StringComparison.Ordinal));
        Assert.Empty(added.Notes);
        Assert.Equal(["My-Net-2"], _models.Names);
        Assert.Equal(["model.json", "model.onnx", "test_input.npy", "test_output.npy"],
            Directory.EnumerateFiles(added.Model.Path).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public void Nobody_said_anything_is_noted()
    {
        var added = _models.Add(SmallModels.PlaneMeans(3, 16));
        Assert.Contains(added.Notes, n => n.Contains("--licence", StringComparison.Ordinal));
        Assert.Contains(added.Notes, n => n.Contains("--provenance", StringComparison.Ordinal));
        Assert.Contains(added.Notes, n => n.Contains("--mean 0.485,0.456,0.406", StringComparison.Ordinal));
        Assert.Contains(added.Guesses, g => g.Contains("16 tiles are run at once", StringComparison.Ordinal));
        Assert.Contains("OnnxBuilder", added.Model.Card.Provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void Planes_that_no_input_takes_are_noted_where_somebody_said_which_enter()
    {
        var some = _models.Add(SmallModels.PlaneMeans(2, 16), new ModelFileOptions
        {
            Name = "some",
            Channels = new ModelChannels(false, 5),
            Inputs = [new InputChoice("image", [4, 0])],
        });
        Assert.Contains(some.Notes, n => n.Contains("planes 1, 2, 3 of a tile", StringComparison.Ordinal));
        Assert.Equal(5, some.Model.Card.Input.Channels.PlaneCount);
        var all = _models.Add(SmallModels.PlaneMeans(2, 16), new ModelFileOptions
        {
            Name = "all",
            Inputs = [new InputChoice("image", [1, 0])],
        });
        Assert.DoesNotContain(all.Notes, n => n.Contains("no input takes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fixed_batch_is_the_card_s_and_one_of_a_single_tile_is_noted()
    {
        var added = _models.Add(SmallModels.PlaneMeans(1, 16, tiles: 1));
        Assert.Equal(1, added.Model.Card.BatchSize);
        Assert.Contains(added.Notes, n => n.Contains("one tile at a time", StringComparison.Ordinal));
        var more = _models.Add(SmallModels.PlaneMeans(1, 16, tiles: 3), new ModelFileOptions { Name = "three" });
        Assert.Equal(3, more.Model.Card.BatchSize);
        Assert.DoesNotContain(more.Notes, n => n.Contains("one tile at a time", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_is_taken_is_kept_unless_it_is_to_be_replaced()
    {
        var known = new ModelFileOptions { Name = "net" };
        Assert.False(_models.Add(SmallModels.PlaneMeans(1, 16), known).HasReplaced);
        var error = Assert.Throws<ScreenDataException>(() => _models.Add(SmallModels.PlaneMeans(1, 32), known));
        Assert.Contains("--replace", error.Message, StringComparison.Ordinal);
        Assert.Equal(16, _models.Catalog.Find("net").Card.Input.WidthPixels);
        Assert.True(_models.Add(SmallModels.PlaneMeans(1, 32), known, replace: true).HasReplaced);
        Assert.Equal(32, _models.Catalog.Find("net").Card.Input.WidthPixels);
        Assert.True(ModelVerifier.Verify(_models.Catalog.Find("net"), new OnnxModelOptions()).Passed);
        Assert.Equal(["net"], _models.Names);
    }

    [Fact]
    public void A_name_that_another_folder_of_the_catalogue_has_is_told()
    {
        _models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" });
        var other = _models.PathOf("own");
        var adder = new ModelAdder(other, new ModelCatalog([other, _models.Folder]), new OnnxModelOptions());
        var error = Assert.Throws<ScreenDataException>(() =>
            adder.AddFile(_models.PathOf("net.onnx"), new ModelFileOptions { Name = "net" }, replace: false));
        Assert.Contains("There is a model net already", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(other, "net")));
    }

    [Theory]
    [InlineData(".net")]
    [InlineData("..")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    public void A_name_that_no_column_or_folder_can_have_is_told(string name)
    {
        var error = Assert.Throws<ScreenDataException>(() =>
            _models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = name }));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_models.Names);
    }

    [Fact]
    public void A_folder_whose_model_is_not_what_its_card_says_is_not_added()
    {
        var folder = CopyOf(_models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" }));
        var output = Path.Combine(folder, "test_output.npy");
        var expected = NpyArray.Read(output);
        expected.Values[0] += 1;
        expected.Write(output);
        Refused("does not compute what its card says");
        var card = File.ReadAllText(Path.Combine(folder, "model.json"));
        File.WriteAllText(Path.Combine(folder, "model.json"),
            card.Replace("\"sha256\": \"", "\"sha256\": \"0", StringComparison.Ordinal));
        Refused("sha256 is not 64");
        File.Delete(Path.Combine(folder, "model.json"));
        Refused("card cannot be read");

        void Refused(string reason)
        {
            var error = Assert.Throws<ScreenDataException>(() => _models.Adder.AddFolder(folder, replace: true));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(["net"], _models.Names);
            Assert.True(ModelVerifier.Verify(_models.Catalog.Find("net"), new OnnxModelOptions()).Passed);
        }
    }

    [Fact]
    public void A_shape_of_the_card_that_the_file_leaves_open_is_held_against_a_run()
    {
        var folder = CopyOf(_models.Add(
            SmallModels.PlaneMeansOfKeras(3, 16), new ModelFileOptions { Name = "net", BatchSize = 2 }));
        var path = Path.Combine(folder, "model.json");
        var card = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        CardFile.Set(card, "outputs.0.shape", "[4]");
        File.WriteAllText(path, card.ToJsonString());
        var error = Assert.Throws<ScreenDataException>(() => _models.Adder.AddFolder(folder, replace: true));
        Assert.Contains("the card says (2, 4)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_a_link_or_too_many_files_is_told_and_folders_within_are_left_out()
    {
        var folder = CopyOf(_models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" }));
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        File.WriteAllText(Path.Combine(folder, "LICENSE"), "MIT");
        var added = _models.Adder.AddFolder(folder, replace: true);
        Assert.Contains(added.Notes, n => n.Contains("logs", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(added.Model.Path, "LICENSE")));
        Assert.False(Directory.Exists(Path.Combine(added.Model.Path, "logs")));
        File.CreateSymbolicLink(Path.Combine(folder, "secret"), _models.PathOf("net.onnx"));
        Assert.Contains("secret is a link", Refusal(), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "secret"));
        for (var i = 0; i < 64; i++)
            File.WriteAllText(Path.Combine(folder, $"{i}.txt"), "");
        Assert.Contains("more than 64 files", Refusal(), StringComparison.Ordinal);

        string Refusal() => Assert.Throws<ScreenDataException>(
            () => _models.Adder.AddFolder(folder, replace: true)).Message;
    }

    [Fact]
    public void A_card_without_a_test_is_added_and_noted()
    {
        var folder = CopyOf(_models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" }));
        var path = Path.Combine(folder, "model.json");
        var card = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        CardFile.Set(card, "test", null);
        File.WriteAllText(path, card.ToJsonString());
        Assert.Contains(_models.Adder.AddFolder(folder, replace: true).Notes,
            n => n.Contains("no test", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_still_being_added_is_in_no_catalogue()
    {
        var added = _models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" });
        Directory.Move(added.Model.Path, Path.Combine(_models.Folder, ".adding-1"));
        Assert.Empty(_models.Catalog.List());
    }

    [Theory]
    [InlineData("test.output", "\"nope.npy\"", "nope.npy")]
    [InlineData("test.outputName", "\"nope\"", "model.json")]
    [InlineData("file", "\"nope.onnx\"", "nope.onnx")]
    [InlineData("input.name", "\"nope\"", "model.onnx")]
    [InlineData("outputs.0.shape", "[1, 1]", "model.onnx")]
    public void What_is_wrong_with_a_folder_is_told_by_the_folder_that_was_named(string key, string json, string file)
    {
        var folder = CopyOf(_models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" }));
        var path = Path.Combine(folder, "model.json");
        var card = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        CardFile.Set(card, key, json);
        File.WriteAllText(path, card.ToJsonString());
        var error = Assert.Throws<ScreenDataException>(
            () => _models.Adder.AddFolder(folder + Path.DirectorySeparatorChar, replace: true));
        Assert.Equal(Path.Combine(folder, file), error.Place.Blob);
        Assert.DoesNotContain(".adding-", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_folder_s_name_is_told_by_its_card()
    {
        var folder = CopyOf(_models.Add(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Name = "net" }));
        var path = Path.Combine(folder, "model.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"net\"", "\".net\"", StringComparison.Ordinal));
        var error = Assert.Throws<ScreenDataException>(() => _models.Adder.AddFolder(folder, replace: true));
        Assert.Equal(path, error.Place.Blob);
    }

    private string CopyOf(ModelAddition added)
    {
        var folder = Directory.CreateDirectory(_models.PathOf("copy")).FullName;
        foreach (var file in Directory.EnumerateFiles(added.Model.Path))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}
