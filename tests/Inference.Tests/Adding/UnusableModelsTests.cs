using HcsGrid.Inference.Adding;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// What is wrong with a model is told when it is added, with what to do, and nothing is added.
/// </summary>
public sealed class UnusableModelsTests : IDisposable
{
    private const int Float = OnnxBuilder.Float32;
    private readonly AddedModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Another_version_of_onnx_is_told_with_what_to_export() => Refused(
        Plain(new OnnxBuilder(opset: 99)), "ONNX Runtime cannot load", "opset 17", "opset 99", "OnnxBuilder");

    [Fact]
    public void A_newer_form_of_file_is_told_with_what_to_export() => Refused(
        Plain(new OnnxBuilder(irVersion: 99)), "IR version 99", "export it again");

    [Fact]
    public void An_operator_of_nobody_is_told_by_its_name() => Refused(
        Plain(new OnnxBuilder()).Node("Gather3D", "image", "x"), "Gather3D", "standard operators");

    [Fact]
    public void An_operator_of_somebody_s_own_is_told_before_anything_runs() => Refused(
        Plain(new OnnxBuilder().Opset("acme", 1)).Node("Squash", "image", "x", "acme"), "acme.Squash",
        "not ONNX's own");

    [Theory]
    [InlineData(OnnxBuilder.UInt8, "uint8", "cast", "--scaling 0,255")]
    [InlineData(OnnxBuilder.Float16, "float16", "float32", "keep_io_types")]
    [InlineData(OnnxBuilder.Int64, "int64", "cast", "--scaling 0,255")]
    public void An_input_of_another_type_is_told_with_what_to_do(int type, params string[] words) => Refused(
        new OnnxBuilder().Input("image", type, "tiles", 1, 8, 8).Output("out", type, "tiles", 1, 8, 8)
            .Node("Identity", "image", "out"), ["'image'", .. words]);

    [Fact]
    public void An_input_of_another_rank_is_told_with_what_to_do()
    {
        Refused(Identity("tiles", 8, 8), "(tiles, 8, 8)", "expected four sizes", "unsqueeze");
        Refused(Identity("tiles", 1, 8, 8, 8), "(tiles, 1, 8, 8, 8)", "volumes");
        Refused(Identity("tiles", 64), "(tiles, 64)", "planes of a tile");
        Refused(Identity(), "tells no shape");
    }

    [Fact]
    public void A_size_that_the_file_leaves_open_is_asked_for() => Refused(
        SmallModels.PlaneMeans(1), "(tiles, 1, height, width)", "--tile");

    [Fact]
    public void A_tile_or_a_batch_of_another_size_than_the_file_takes_is_told()
    {
        Refused(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { TilePixels = 32 }, "tiles of 16 pixels",
            "--tile is 32");
        Refused(SmallModels.PlaneMeans(1, 16, tiles: 1), new ModelFileOptions { BatchSize = 8 }, "--batch is 8",
            "open first size");
    }

    [Fact]
    public void Planes_that_a_tile_lacks_are_told()
    {
        Refused(SmallModels.PlaneMeans(3, 16), new ModelFileOptions { Channels = new ModelChannels(false, 2) },
            "takes 3 planes", "2 channels together", "--input image=0,1,0");
        Refused(SmallModels.PlaneMeans(3, 16), new ModelFileOptions { Inputs = [new InputChoice("image", [0, 1])] },
            "takes 3 planes", "gives 2");
        Refused(SmallModels.TwoInputs(16), "2 inputs", "--input protein=0 --input nucleus=1");
        Refused(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Inputs = [new InputChoice("pixels", [0])] },
            "no input 'pixels'", "image");
    }

    [Theory]
    [InlineData(1, "a tile has 5 channels together", "takes 1 of them", "takes 1, 2, 3, 4", "each-alone", "image=0")]
    [InlineData(3, "a tile has 5 channels together", "takes 3 of them", "takes 3, 4", "each-alone", "image=0,1,2")]
    public void Channels_that_no_input_would_take_are_told(int planes, params string[] words) => Refused(
        SmallModels.PlaneMeans(planes, 16), new ModelFileOptions { Channels = new ModelChannels(false, 5) }, words);

    [Theory]
    [InlineData("Ünï.onnx")]
    [InlineData("U\u0308ni\u0308.onnx")]
    [InlineData("模型.onnx")]
    [InlineData("net_模型.onnx")]
    public void A_file_s_name_with_letters_that_no_model_s_name_may_have_asks_for_a_name(string file)
    {
        Refused(_models.Write(SmallModels.PlaneMeans(1, 16).Build(), file), Path.GetFileNameWithoutExtension(file),
            "--name");
        _models.Adder.AddFile(_models.PathOf(file), new ModelFileOptions { Name = "net" }, replace: false);
    }

    [Fact]
    public void Planes_that_stand_last_are_told_where_somebody_says_they_stand_first() => Refused(
        SmallModels.PlaneMeansOfKeras(3, 96), new ModelFileOptions { Layout = InputLayout.PlanesFirst },
        "96 planes", "planes-last");

    [Fact]
    public void Outputs_that_no_card_can_describe_are_told_with_their_types() => Refused(
        new OnnxBuilder().Input("image", Float, "tiles", 1, 8, 8)
            .Output("label", OnnxBuilder.Int64, "tiles", 1, 8, 8)
            .Node("ArgMax", "image", "label", attributes: ("axis", 1)),
        "no output of float32", "label int64");

    [Fact]
    public void An_output_without_a_row_for_each_tile_is_told() => Refused(
        new OnnxBuilder().Input("image", Float, "tiles", 1, 8, 8).Output("mean", Float, 1, 1, 8, 8)
            .Node("ReduceMean", "image", "mean", attributes: ("axes", new long[] { 0 })),
        new ModelFileOptions { Outputs = [Other("mean")] }, "'mean'", "(1, 1, 8, 8) for 16 tiles");

    [Fact]
    public void An_output_that_is_not_there_or_needs_a_hand_written_card_is_told()
    {
        Refused(SmallModels.PlaneMeans(1, 16), new ModelFileOptions { Outputs = [Other("logits")] },
            "no output 'logits'", "features");
        Refused(SmallModels.Segmentation(16), new ModelFileOptions
        {
            Outputs = [new OutputChoice("logits", OutputMeaning.Centre, OutputActivation.None)],
        }, "by hand", "model-card.md");
    }

    [Fact]
    public void A_tile_whose_numbers_depend_on_the_other_tiles_is_told() => Refused(
        Input(new OnnxBuilder()).Output("out", Float, "tiles", 1, 8, 8)
            .Node("ReduceMean", "image", "mean", attributes: ("axes", new long[] { 0 }))
            .Node("Sub", "image mean", "out"),
        "depends on the other tiles", "model.eval()");

    [Fact]
    public void A_tile_whose_numbers_depend_on_its_place_is_told() => Refused(
        Input(new OnnxBuilder()).Output("out", Float, "tiles", 1, 8, 8)
            .Node("CumSum", "image axis", "out").Weight("axis", 0L),
        "depends on its place");

    [Fact]
    public void Numbers_by_chance_are_told() => Refused(
        Input(new OnnxBuilder()).Output("out", Float, "tiles", 1, 8, 8)
            .Node("RandomNormalLike", "image", "noise").Node("Add", "image noise", "out"),
        "differs when the same tiles are run again", "eval()");

    [Fact]
    public void Numbers_that_are_none_are_told() => Refused(
        Input(new OnnxBuilder()).Output("out", Float, "tiles", 1, 8, 8).Weight("two", [1], 2f)
            .Node("Sub", "image two", "negative").Node("Log", "negative", "out"),
        "a number that is NaN", "input.pixelScaling");

    [Fact]
    public void A_model_that_sees_nothing_or_fails_on_an_empty_tile_is_noted()
    {
        var blind = _models.Add(Input(new OnnxBuilder()).Output("out", Float, "tiles", 1, 8, 8)
            .Node("Sub", "image image", "out"), new ModelFileOptions { Name = "blind" });
        Assert.Contains(blind.Notes, n => n.Contains("the same for all tiles", StringComparison.Ordinal));
        var dividing = _models.Add(Input(new OnnxBuilder()).Output("out", Float, "tiles", 1, 8, 8)
            .Node("Div", "image image", "out"), new ModelFileOptions { Name = "dividing" });
        Assert.Contains(dividing.Notes, n => n.Contains("0 everywhere", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_model_or_is_cut_off_is_told()
    {
        Refused(_models.Write("not a model"u8.ToArray()), "no ONNX model");
        Refused(_models.Write([]), "no ONNX model", "no graph");
        var whole = SmallModels.Encoder(1, 16).Build();
        for (var length = 1; length < whole.Length; length += 7)
            Refused(_models.Write(whole[..length]));
        Refused(_models.PathOf("none.onnx"), "cannot be read", "none.onnx");
    }

    [Fact]
    public void Changed_bytes_are_added_or_told_and_leave_nothing_half_done()
    {
        var whole = SmallModels.Encoder(1, 16).Build();
        var random = new Random(11);
        var (added, refused) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            var bytes = whole.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                _models.Adder.AddFile(_models.Write(bytes), new ModelFileOptions { Name = $"m{i}" }, false);
                added++;
            }
            catch (ScreenDataException)
            {
                refused++;
            }
        }

        Assert.Equal(60, added + refused);
        Assert.True(added > 0 && refused > 0, $"{added} added, {refused} refused");
        Assert.Equal(added, _models.Names.Count);
    }

    private static OnnxBuilder Input(OnnxBuilder model) => model.Input("image", Float, "tiles", 1, 8, 8);

    private static OnnxBuilder Plain(OnnxBuilder model) =>
        Input(model).Output("out", Float, "tiles", 1, 8, 8).Node("Relu", "image", "out");

    private static OnnxBuilder Identity(params object[] sizes) => new OnnxBuilder()
        .Input("image", Float, sizes).Output("out", Float, sizes).Node("Identity", "image", "out");

    private static OutputChoice Other(string name) => new(name, OutputMeaning.Other, OutputActivation.None);

    private void Refused(OnnxBuilder model, params string[] words) => Refused(model, new ModelFileOptions(), words);

    private void Refused(OnnxBuilder model, ModelFileOptions known, params string[] words) =>
        Refused(_models.Write(model.Build()), known, words);

    private void Refused(string path, params string[] words) => Refused(path, new ModelFileOptions(), words);

    private void Refused(string path, ModelFileOptions known, params string[] words)
    {
        var error = Assert.Throws<ScreenDataException>(() => _models.Adder.AddFile(path, known, replace: false));
        foreach (var word in words)
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Equal(path, error.Place.Blob);
        Assert.DoesNotContain(".adding-", error.Message, StringComparison.Ordinal);
        Assert.Empty(_models.Names);
    }
}
