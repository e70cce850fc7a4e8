using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// What a model is and how it wants its tiles: the file <c>model.json</c> of a model's folder
/// (docs/formats/model-card.md).
/// </summary>
public sealed record ModelCard
{
    /// <summary>The only version of the form so far.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The most tiles that a card may ask for at once.</summary>
    public const int MaxBatchSize = 4096;

    /// <summary>The most numbers that one run may take in, or give in one output: 4 GiB of them.</summary>
    public const long MaxBatchLength = 1L << 30;

    /// <summary>The most codes of a quantized map.</summary>
    public const int MaxCodeCount = 16_384;

    /// <summary>Version of the form, 1.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The model's name; with the channel and an index it names the profile's columns.</summary>
    public required string Name { get; init; }

    /// <summary>What the model computes, in a sentence or two.</summary>
    public string Description { get; init; } = "";

    /// <summary>The ONNX file, relative to the card's folder.</summary>
    public string File { get; init; } = "model.onnx";

    /// <summary>SHA-256 of the ONNX file, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public string Licence { get; init; } = "";

    /// <summary>Where the weights come from: script, data, version.</summary>
    public string Provenance { get; init; } = "";

    /// <summary>What was measured of the model, in a sentence or two.</summary>
    public string Measured { get; init; } = "";

    /// <summary>The input that takes the tiles.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>Tiles of one run; the last run is padded to it, so that every run has the same shape.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The outputs that HcsGrid uses; a model may have more.</summary>
    public required IReadOnlyList<ModelOutput> Outputs { get; init; }

    /// <summary>How particles are read from the outputs; null where the model detects none.</summary>
    public ModelDetection? Detection { get; init; }

    /// <summary>A stored input with its expected output; null where the card has none.</summary>
    public ModelTest? Test { get; init; }

    /// <summary>The output that becomes the profile, or null where the model has none.</summary>
    public ModelOutput? Embedding => OutputOf(OutputMeaning.Embedding);

    /// <summary>The output that becomes the profile.</summary>
    /// <exception cref="ScreenDataException">The model has none.</exception>
    public ModelOutput RequireEmbedding() => Embedding
        ?? throw new ScreenDataException($"The model {Name} has no output that is an embedding", Place.Unknown);

    /// <summary>
    /// What a runner gives for a tile, one output after the other: the embedding and then the code histogram where
    /// there is one, or the centre map and then the diameter map; none where the model has neither.
    /// </summary>
    public IReadOnlyList<ModelOutput> TileOutputs => Embedding is { } embedding
        ? OutputOf(OutputMeaning.CodeHistogram) is { } codes ? [embedding, codes] : [embedding]
        : Detection is null ? [] : [OutputOf(OutputMeaning.Centre)!, OutputOf(OutputMeaning.Diameter)!];

    /// <summary>Floats that a runner gives for a tile.</summary>
    /// <exception cref="ScreenDataException">The model gives none.</exception>
    public int RequireTileOutputLength() => TileOutputs is { Count: > 0 } outputs
        ? outputs.Sum(o => o.Width)
        : throw new ScreenDataException(
            $"The model {Name} has no output that is an embedding, and it detects no particles", Place.Unknown);

    /// <summary>How particles are read from the model's maps.</summary>
    /// <exception cref="ScreenDataException">The model detects none.</exception>
    public ModelDetection RequireDetection() => Detection
        ?? throw new ScreenDataException(
            $"The model {Name} detects no particles: its card has no detection", Place.Unknown);

    /// <summary>The first output of a meaning, or null.</summary>
    public ModelOutput? OutputOf(OutputMeaning meaning) => Outputs.FirstOrDefault(o => o.Meaning == meaning);

    /// <summary>
    /// The card of a model that detects, with tiles of another size; it must be a multiple of the alignment.
    /// </summary>
    /// <exception cref="ScreenDataException">The model detects no particles.</exception>
    public ModelCard WithTileSize(int tileSizePixels)
    {
        _ = RequireDetection();
        return this with
        {
            Input = Input with { WidthPixels = tileSizePixels, HeightPixels = tileSizePixels },
            Outputs = [.. Outputs.Select(AtTileSize)],
        };

        ModelOutput AtTileSize(ModelOutput output) =>
            output.Meaning is not (OutputMeaning.Centre or OutputMeaning.Diameter)
                ? output
                : output with
                {
                    Shape =
                    [
                        output.Shape[0], tileSizePixels / (Input.HeightPixels / output.Shape[1]),
                        tileSizePixels / (Input.WidthPixels / output.Shape[2]),
                    ],
                };
    }

    /// <summary>Checks every value against its bound.</summary>
    /// <exception cref="ScreenDataException">A value is out of bounds; the message names it.</exception>
    public void Validate(string cardFile)
    {
        var place = new Place { Blob = cardFile };
        Check(FormatVersion == CurrentFormatVersion,
            $"formatVersion is {FormatVersion}, this program reads {CurrentFormatVersion}");
        Check(
            Name.Length is > 0 and <= 64 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'),
            $"name is '{Name}', expected 1 to 64 letters, digits, '-' or '.' (it becomes part of column names)");
        Check(BatchSize is > 0 and <= MaxBatchSize, $"batchSize is {BatchSize}, expected 1 to {MaxBatchSize}");
        Check(
            Sha256.Length == 64 && Sha256.All(char.IsAsciiHexDigit),
            "sha256 is not 64 hexadecimal digits");
        Check(IsFileName(File), $"file is '{File}', expected a file name in the card's folder");
        ValidateInput(Check);
        ModelInputCheck.Validate(this, Check);
        ValidateOutputs(Check);
        DetectionCheck.Validate(this, Check);
        if (Test is { } test)
        {
            Check(IsFileName(test.Input), $"test.input is '{test.Input}', expected a file name in the card's folder");
            Check(IsFileName(test.Output),
                $"test.output is '{test.Output}', expected a file name in the card's folder");
            Check(
                test.Tolerance >= 0 && double.IsFinite(test.Tolerance),
                $"test.tolerance is {test.Tolerance}, expected 0 or more");
        }

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new ScreenDataException($"The model card is not valid: {reason}", place);
        }
    }

    /// <summary>True for a name that stays in its folder.</summary>
    internal static bool IsFileName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\', '\0') < 0;

    private void ValidateInput(Action<bool, string> check)
    {
        var channels = Input.Channels;
        var scaling = Input.PixelScaling;
        check(Input.Name.Length > 0, "input.name is empty");
        check(Input.WidthPixels is > 0 and <= 8192, $"input.widthPixels is {Input.WidthPixels}, expected 1 to 8192");
        check(Input.HeightPixels is > 0 and <= 8192, $"input.heightPixels is {Input.HeightPixels}, expected 1 to 8192");
        check(channels.PlaneCount is > 0 and <= 64, $"input.channels is {channels.PlaneCount}, expected 1 to 64");
        check(
            scaling.High > scaling.Low && double.IsFinite(scaling.Low) && double.IsFinite(scaling.High),
            $"input.pixelScaling goes from {scaling.Low} to {scaling.High}, expected high above low");
        check(
            Input.PixelSizeMicrometres is null or > 0 and <= 1e6,
            $"input.pixelSizeMicrometres is {Input.PixelSizeMicrometres}, expected more than 0 and at most a million");
        var length = (long)BatchSize * channels.PlaneCount * Input.HeightPixels * Input.WidthPixels;
        check(
            length <= MaxBatchLength,
            $"batchSize and input make {length} numbers a run, expected at most {MaxBatchLength}");
    }

    private void ValidateOutputs(Action<bool, string> check)
    {
        check(Outputs.Count > 0, "outputs is empty");
        check(Outputs.All(o => o is not null), "outputs holds a null");
        check(
            Outputs.Select(o => o.Name).Distinct(StringComparer.Ordinal).Count() == Outputs.Count,
            "outputs[].name names one output twice");
        var histograms = Outputs.Where(o => o.Meaning == OutputMeaning.CodeHistogram).ToArray();
        check(
            histograms.Length <= 1, $"outputs has {histograms.Length} code histograms, expected at most one");
        check(
            histograms.Length == 0 || Embedding is not null,
            "outputs has a code histogram without an embedding; it stands beside one");
        foreach (var output in Outputs)
        {
            check(
                output.Meaning != OutputMeaning.CodeHistogram || output.Shape is [>= 2 and <= MaxCodeCount],
                $"outputs[].shape of '{output.Name}' is {string.Join(", ", output.Shape)}, " +
                $"expected one size, 2 to {MaxCodeCount} codes");
            check(output.Shape.All(d => d > 0), $"outputs[].shape of '{output.Name}' has a size below 1");
            var length = output.Shape.Aggregate((double)BatchSize, (product, size) => product * size);
            check(
                length <= MaxBatchLength,
                $"outputs[].shape of '{output.Name}' makes {length:F0} numbers a run, " +
                $"expected at most {MaxBatchLength}");
        }
    }
}
