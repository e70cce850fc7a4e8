using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HcsGrid.Inference;
using HcsGrid.Inference.Adding;
using HcsGrid.Plates;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// The options of <c>hcsgrid models add</c> that say of an ONNX file what it does not tell itself.
/// </summary>
internal sealed class ModelFileWords
{
    private readonly Option<string?> _name = Text("--name", "The model's name: letters, digits, - and .");
    private readonly Option<string?> _channels = Text(
        "--channels", "each-alone, or how many channels of a job enter together.");
    private readonly Option<string[]> _inputs = Many(
        "--input", "NAME=0,1: the planes of the tile that an input takes, from 0; 0,0,0 gives one plane three times.");
    private readonly Option<int?> _tile = new("--tile") { Description = "Side of a tile in pixels." };
    private readonly Option<int?> _batch = new("--batch") { Description = "Tiles that are run at once." };
    private readonly Option<string?> _layout = Text("--layout", "planes-first (PyTorch) or planes-last (Keras).");
    private readonly Option<string[]> _outputs = Many(
        "--output", "NAME=MEANING: embedding, map or other; only these outputs are described.");
    private readonly Option<string[]> _sigmoids = Many(
        "--sigmoid", "An output of --output whose numbers are logits: they become probabilities.");
    private readonly Option<string?> _scaling = Text(
        "--scaling", "LOW,HIGH: what the plate's dark and bright end become (default 0,1).");
    private readonly Option<bool> _clip = new("--clip") { Description = "Cut off what is past the bright end." };
    private readonly Option<bool> _standardize = new("--standardize")
    {
        Description = "Bring each plane of each tile to mean 0 and standard deviation 1.",
    };
    private readonly Option<string?> _means = Text("--mean", "What is subtracted: one number, or one a plane.");
    private readonly Option<string?> _deviations = Text("--std", "What it is divided by: one number, or one a plane.");
    private readonly Option<double?> _pixelSize = new("--pixel-size")
    {
        Description = "Micrometres of a pixel that the model was made for.",
    };
    private readonly Option<string?> _description = Text("--description", "What the model computes, in a sentence.");
    private readonly Option<string?> _licence = Text("--licence", "The licence of the weights.");
    private readonly Option<string?> _provenance = Text("--provenance", "Where the weights come from.");

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> All =>
    [
        _name, _channels, _inputs, _tile, _batch, _layout, _outputs, _sigmoids, _scaling, _clip, _standardize, _means,
        _deviations, _pixelSize, _description, _licence, _provenance,
    ];

    /// <summary>What was said.</summary>
    /// <exception cref="ScreenDataException">A word cannot be read; the message names its option.</exception>
    public ModelFileOptions Read(ParseResult parsed)
    {
        var scaling = Numbers(parsed.GetValue(_scaling), "--scaling");
        if (scaling.Length is not (0 or 2))
            throw Wrong("--scaling", parsed.GetValue(_scaling)!, "two numbers such as -1,1");
        return new ModelFileOptions
        {
            Name = parsed.GetValue(_name),
            Channels = ChannelsOf(parsed.GetValue(_channels)),
            Inputs = [.. (parsed.GetValue(_inputs) ?? []).Select(InputOf)],
            TilePixels = parsed.GetValue(_tile),
            BatchSize = parsed.GetValue(_batch),
            Layout = parsed.GetValue(_layout) is { } layout ? WordOf<InputLayout>(layout, "--layout") : null,
            Outputs = OutputsOf(parsed.GetValue(_outputs) ?? [], parsed.GetValue(_sigmoids) ?? []),
            PixelScaling = new PixelScaling
            {
                Low = scaling.Length > 0 ? scaling[0] : 0,
                High = scaling.Length > 0 ? scaling[1] : 1,
                Clip = parsed.GetValue(_clip),
            },
            Normalization = parsed.GetValue(_standardize)
                ? InputNormalization.ZeroMeanUnitVariance
                : InputNormalization.None,
            Means = Numbers(parsed.GetValue(_means), "--mean"),
            Deviations = Numbers(parsed.GetValue(_deviations), "--std"),
            PixelSizeMicrometres = parsed.GetValue(_pixelSize),
            Description = parsed.GetValue(_description),
            Licence = parsed.GetValue(_licence),
            Provenance = parsed.GetValue(_provenance),
        };
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description };

    private static ModelChannels? ChannelsOf(string? text) => text switch
    {
        null => null,
        "each-alone" => ModelChannels.Alone,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
            count is > 0 and <= 64 => new ModelChannels(false, count),
        _ => throw Wrong("--channels", text, "each-alone or a number from 1 to 64"),
    };

    private static InputChoice InputOf(string text)
    {
        var (name, value) = Pair(text, "--input", "NAME=0,1,2");
        var planes = value.Split(',').Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var plane)
                ? plane
                : throw Wrong("--input", text, "NAME=0,1,2: the tile's planes, counted from 0"));
        return new InputChoice(name, [.. planes]);
    }

    private static OutputChoice[] OutputsOf(string[] outputs, string[] sigmoids)
    {
        var choices = outputs.Select(text =>
        {
            var (name, meaning) = Pair(text, "--output", "NAME=MEANING");
            return new OutputChoice(name, WordOf<OutputMeaning>(meaning, "--output"),
                sigmoids.Contains(name) ? OutputActivation.Sigmoid : OutputActivation.None);
        }).ToArray();
        return Array.Find(sigmoids, s => choices.All(c => c.Name != s)) is { } lost
            ? throw Wrong("--sigmoid", lost, "an output that --output names")
            : choices;
    }

    private static (string Name, string Value) Pair(string text, string option, string expected)
    {
        // A name may hold an equals sign, a meaning or planes never.
        var at = text.LastIndexOf('=');
        return at > 0 ? (text[..at], text[(at + 1)..]) : throw Wrong(option, text, expected);
    }

    private static double[] Numbers(string? text, string option) => text is null
        ? []
        : [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Wrong(option, text, "numbers such as 0.485,0.456,0.406"))];

    /// <summary>Reads a word of an enumeration as cards write it.</summary>
    private static T WordOf<T>(string text, string option)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(
            v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()!));
        return words.TryGetValue(text, out var value)
            ? value
            : throw Wrong(option, text, string.Join(", ", words.Keys));
    }

    private static ScreenDataException Wrong(string option, string text, string expected) =>
        new($"{option} is '{text}', expected {expected}", Place.Unknown);
}
