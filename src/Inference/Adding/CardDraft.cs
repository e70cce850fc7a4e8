using System.Globalization;
using System.Text;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// Writes the card of an ONNX file: what the file tells, what somebody said, and guesses, which are kept apart.
/// </summary>
/// <param name="file">What the file says of itself; it was found usable.</param>
/// <param name="known">What somebody said.</param>
/// <param name="path">The file, for messages and for a name.</param>
internal sealed class CardDraft(OnnxFile file, ModelFileOptions known, string path)
{
    private readonly List<string> _guesses = [];
    private readonly List<string> _notes = [];

    /// <summary>What the card says and nobody told.</summary>
    public IReadOnlyList<string> Guesses => _guesses;

    /// <summary>What is no error, but worth knowing.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The card without outputs.</summary>
    /// <exception cref="ScreenDataException">Something must be said that only people know; the message tells the
    /// option.</exception>
    public ModelCard WithInput(string sha256)
    {
        var inputs = new InputDraft(file, known, path, _guesses, _notes);
        var input = inputs.Make();
        var card = new ModelCard
        {
            FormatVersion = ModelCard.CurrentFormatVersion,
            Name = NameOf(),
            Description = known.Description ?? "",
            Sha256 = sha256,
            Licence = known.Licence ?? "",
            Provenance = known.Provenance ?? ProvenanceOf(),
            Input = input,
            BatchSize = inputs.BatchSize,
            Outputs = [],
        };
        if (known.Licence is null)
            _notes.Add("no licence of the weights was given (--licence)");
        if (inputs.IsBatchFixed && inputs.BatchSize == 1)
        {
            _notes.Add("the file takes one tile at a time, which is slow on a GPU: export it with an open first " +
                "size (in PyTorch dynamic_axes or dynamic_shapes)");
        }

        if (input.WidthPixels != input.HeightPixels)
            _notes.Add("its tiles are not square: a job cannot use it");
        return card;
    }

    /// <summary>The card with the outputs that were chosen, or with all that can be described.</summary>
    /// <param name="card">The card without outputs.</param>
    /// <param name="shapesOf">Runs the model and tells the shapes of outputs.</param>
    /// <exception cref="ScreenDataException">An output was chosen that cannot be described.</exception>
    public ModelCard WithOutputs(ModelCard card, Func<IReadOnlyList<string>, IReadOnlyList<long[]>> shapesOf)
    {
        foreach (var choice in known.Outputs)
        {
            if (file.Outputs.All(o => o.Name != choice.Name))
                throw Wrong($"it has no output '{choice.Name}', only {string.Join(", ", NamesOf(file.Outputs))}");
            if (choice.Meaning is OutputMeaning.Centre or OutputMeaning.Diameter)
            {
                throw Wrong($"its output '{choice.Name}' is to be a {choice.Meaning.ToString().ToLowerInvariant()} " +
                    "map: write the card by hand, with its detection (docs/formats/model-card.md), and add the folder");
            }
        }

        var names = known.Outputs.Count > 0 ? [.. known.Outputs.Select(o => o.Name)] : NamesOf(file.Outputs);
        var found = names.Zip(shapesOf(names), (name, shape) => (Value: file.Outputs.First(o => o.Name == name), shape))
            .Where(o => IsUsable(o.Value, o.shape, card)).ToArray();
        if (found.Length == 0)
        {
            throw Wrong("it has no output of float32 with one row a tile, only " +
                string.Join(", ", file.Outputs.Select(o => o.ToString())));
        }

        var outputs = known.Outputs.Count > 0
            ? found.Select(o => known.Outputs.First(c => c.Name == o.Value.Name))
            : Guess(found);
        card = card with
        {
            Outputs =
            [
                .. outputs.Zip(found, (choice, o) => new ModelOutput
                {
                    Name = choice.Name,
                    Meaning = choice.Meaning,
                    Activation = choice.Activation,
                    Shape = [.. o.shape.Skip(1).Select(s => checked((int)s))],
                }),
            ],
        };
        Tell(card);
        return card;
    }

    private static string[] NamesOf(IEnumerable<OnnxValue> values) => [.. values.Select(v => v.Name)];

    private bool IsUsable(OnnxValue value, long[] shape, ModelCard card)
    {
        var reason = value.ElementType != OnnxValue.Float32
            ? $"it is {value.ElementType}, expected float32 (a cast at the model's end helps)"
            : shape.Length == 0 || shape[0] != card.BatchSize
                ? $"it has the shape ({string.Join(", ", shape)}) for {card.BatchSize} tiles, expected one row a " +
                  "tile: the model joins or drops tiles, or the file has a fixed batch"
                : shape.Any(s => s < 1) ? $"it is empty, shape ({string.Join(", ", shape)})" : null;
        if (reason is null)
            return true;
        if (known.Outputs.Count > 0)
            throw Wrong($"its output '{value.Name}' cannot be described: {reason}");
        _notes.Add($"the output '{value.Name}' was left out: {reason}");
        return false;
    }

    private List<OutputChoice> Guess((OnnxValue Value, long[] Shape)[] found)
    {
        var choices = new List<OutputChoice>();
        var embedding = Array.Find(found, o => IsRow(o.Shape)).Value ?? Array.Find(found, o => IsPooled(o.Shape)).Value;
        foreach (var (value, shape) in found)
        {
            var meaning = value == embedding
                ? OutputMeaning.Embedding
                : shape.Length == 4 && !IsPooled(shape) ? OutputMeaning.Map : OutputMeaning.Other;
            choices.Add(new OutputChoice(value.Name, meaning, OutputActivation.None));
            _guesses.Add($"the output '{value.Name}' ({string.Join(", ", shape.Skip(1))}) is " +
                $"{(meaning == OutputMeaning.Embedding ? "the embedding" : meaning == OutputMeaning.Map
                    ? "a map over the tile" : "something else")} (--output NAME=MEANING)");
        }

        return choices;

        static bool IsRow(long[] shape) => shape.Length == 2;

        static bool IsPooled(long[] shape) => shape is [_, > 1, 1, 1];
    }

    private void Tell(ModelCard card)
    {
        if (card.Embedding is null)
            _notes.Add("it has no embedding: it can be verified and measured, but a job cannot use it");
        else if (card.Embedding.Width == 1000)
            _notes.Add("an embedding of 1000 numbers is often the answer of an ImageNet classifier, not its features");
        else if (card.Embedding.Width > 8192)
        {
            _notes.Add($"an embedding of {card.Embedding.Width} numbers makes as many columns a channel: export the " +
                "pooled features, or the class token of a transformer");
        }

        if (card.Input.Parts.All(p => p.Planes.Count == 3 && p.Means.Count == 0) &&
            card.Input.Normalization == InputNormalization.None)
        {
            _notes.Add("it takes three planes, and no means were given: models of ImageNet want " +
                "--mean 0.485,0.456,0.406 --std 0.229,0.224,0.225");
        }
    }

    private string NameOf()
    {
        if (known.Name is { } name)
            return name;
        var stem = Path.GetFileNameWithoutExtension(path);
        if (stem.Equals("model", StringComparison.OrdinalIgnoreCase))
            stem = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
        // A name of which letters were left out says nothing: Ünï would be n.
        if (stem.EnumerateRunes().Any(r => !r.IsAscii && (Rune.IsLetterOrDigit(r) || IsMark(r))))
        {
            throw Wrong($"its name is that of the file, '{stem}', and names have the letters a to z, digits, '-' and " +
                "'.' only: say --name NAME");
        }

        var letters = stem.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' ? c : '-');
        var guess = new string([.. letters]).Trim('-', '.');
        if (guess.Length is 0 or > 64)
            throw Wrong("no name can be made of the file's: say --name NAME");
        _guesses.Add($"the name is {guess} (--name)");
        return guess;

        static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark;
    }

    private string ProvenanceOf()
    {
        _notes.Add("where the weights come from was not given (--provenance)");
        var producer = file.Producer.Length > 0 ? $", written by {file.Producer}" : "";
        return $"{Path.GetFileName(path)}{producer}; where the weights come from was not told";
    }

    private ScreenDataException Wrong(string reason) =>
        new($"The model cannot be used: {reason}", new Place { Blob = path });
}
