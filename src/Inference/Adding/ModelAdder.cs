using System.Security.Cryptography;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Adding;

/// <summary>
/// Adds models to a folder of models: a folder with a card, or an ONNX file for which a card is written.
/// </summary>
/// <remarks>A model is checked, loaded and run on made-up tiles first (<see cref="ModelTrial"/>), and appears whole or
/// not at all. Two who add the same name at once: one of them is told.</remarks>
/// <param name="modelsFolder">The folder that gets the model.</param>
/// <param name="catalog">Where a model of the same name would be found first, and so is told.</param>
/// <param name="options">How the model is run for the trial.</param>
public sealed class ModelAdder(string modelsFolder, ModelCatalog catalog, OnnxModelOptions options)
{
    private const string OnnxName = "model.onnx";
    private const string TestInput = "test_input.npy";
    private const string TestOutput = "test_output.npy";

    /// <summary>The most numbers of a test's input, if it has more than one tile.</summary>
    private const int UsualTestLength = 200_000;

    /// <summary>True where a model's name may be that of a folder.</summary>
    public static bool IsFolderName(string name) => name.Length > 0 && name[0] != '.' && ModelCard.IsFileName(name);

    /// <summary>Adds a folder with a card.</summary>
    /// <param name="folder">The folder; it stays as it is.</param>
    /// <param name="replace">True where a model of the same name gives way.</param>
    /// <exception cref="ScreenDataException">The model cannot be used, or one of its name is there.</exception>
    public ModelAddition AddFolder(string folder, bool replace)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        RequireName(
            ModelFolder.Open(folder).Card.Name, Path.Combine(folder, ModelFolder.CardFileName), replace);
        using var staged = new StagedModel(modelsFolder);
        var (card, notes) = staged.From(folder, null, () => TryCopy(folder, staged.Path));
        return Publish(staged, card, replace, [], notes);
    }

    /// <summary>Adds an ONNX file, and writes its card and its test.</summary>
    /// <param name="path">The file; it stays as it is.</param>
    /// <param name="known">What the file does not tell.</param>
    /// <param name="replace">True where a model of the same name gives way.</param>
    /// <exception cref="ScreenDataException">The model cannot be used, or one of its name is there.</exception>
    public ModelAddition AddFile(string path, ModelFileOptions known, bool replace)
    {
        var bytes = OnnxFile.ReadBytes(path);
        var file = OnnxFile.Parse(bytes, path);
        OnnxFileCheck.RequireUsable(file, path);
        var notes = new List<string>();
        if (file.ExternalWeights.Count > 0)
        {
            bytes = OnnxWeightFiles.Gather(bytes, file, path);
            notes.Add($"the weights of {string.Join(", ", file.ExternalWeights.Select(w => w.Location).Distinct())} " +
                "were put into model.onnx");
        }

        var draft = new CardDraft(file, known, path);
        var card = draft.WithInput(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        // What somebody said is held against its bounds before anything runs; the outputs are not known yet.
        var unknown = new ModelOutput { Name = "unknown", Meaning = OutputMeaning.Other, Shape = [] };
        (card with { Outputs = [unknown] }).Validate(path);
        RequireName(card.Name, path, replace);
        using var staged = new StagedModel(modelsFolder);
        File.WriteAllBytes(staged.PathOf(OnnxName), bytes);
        card = staged.From(path, OnnxName, () =>
        {
            using (var model = OnnxModel.Load(new ModelFolder(staged.Path, card), options))
                card = draft.WithOutputs(card, names => model.ShapesOf(names));
            card.Validate(path);
            notes.AddRange(Try(new ModelFolder(staged.Path, card)));
            card = WriteTest(staged, card);
            File.WriteAllBytes(staged.PathOf(ModelFolder.CardFileName), ModelFolder.WriteCard(card));
            var whole = ModelFolder.Open(staged.Path);
            Verify(whole);
            return whole.Card;
        });
        return Publish(staged, card, replace, draft.Guesses, [.. draft.Notes, .. notes]);
    }

    private (ModelCard Card, IReadOnlyList<string> Notes) TryCopy(string folder, string stagedFolder)
    {
        var notes = ModelFolderCopy.Copy(folder, stagedFolder).ToList();
        // From here on only the copy counts: whatever happens to the source, what was tried is what is added.
        var copy = ModelFolder.Open(stagedFolder);
        notes.AddRange(Try(copy));
        if (copy.Card.Test is null)
            notes.Add("the card has no test: hcsgrid models verify cannot verify the model");
        else
            Verify(copy);
        return (copy.Card, notes);
    }

    private void RequireName(string name, string file, bool replace)
    {
        if (!IsFolderName(name))
        {
            throw new ScreenDataException($"The model's name '{name}' cannot be a folder's: it begins with a full stop",
                new Place { Blob = file });
        }

        var there = catalog.List().Append(Path.Combine(Path.GetFullPath(modelsFolder), name))
            .FirstOrDefault(p => Path.GetFileName(p) == name && Directory.Exists(p));
        if (there is not null && !replace)
            throw StagedModel.AlreadyThere(name, there);
    }

    private IReadOnlyList<string> Try(ModelFolder folder)
    {
        using var model = OnnxModel.Load(folder, options);
        return ModelTrial.Run(model, folder);
    }

    private void Verify(ModelFolder folder)
    {
        var verification = ModelVerifier.Verify(folder, options);
        if (!verification.Passed)
        {
            throw new ScreenDataException(
                $"The model does not compute what its card says: it differs by " +
                $"{verification.LargestDifference:G3} from the test's output, allowed is {verification.Tolerance:G3}",
                new Place { Blob = folder.OnnxPath });
        }
    }

    /// <summary>Stores a test input and what the model gives for it: so every later machine and device is held against
    /// this one.</summary>
    private ModelCard WriteTest(StagedModel staged, ModelCard card)
    {
        using var model = OnnxModel.Load(new ModelFolder(staged.Path, card), options);
        var output = card.Embedding ?? card.Outputs[0];
        using var runner = model.CreateRunner(output);
        var input = card.Input;
        var count = Math.Clamp(UsualTestLength / input.TileLength, 1, Math.Min(card.BatchSize, 2));
        var tiles = new float[count * input.TileLength];
        MadeUpTiles.Fill(tiles, input);
        runner.Input.Clear();
        tiles.CopyTo(runner.Input);
        runner.Run();
        var values = runner.Embedding[..(count * output.Width)].ToArray();
        new NpyArray([count, input.Channels.PlaneCount, input.HeightPixels, input.WidthPixels], tiles)
            .Write(staged.PathOf(TestInput));
        new NpyArray([count, .. output.Shape], values).Write(staged.PathOf(TestOutput));
        return card with
        {
            Test = new ModelTest
            {
                Input = TestInput,
                Output = TestOutput,
                OutputName = output.Name,
                Tolerance = Math.Ceiling(Math.Max(1, values.Max(Math.Abs))) / 1e4,
            },
        };
    }

    private static ModelAddition Publish(
        StagedModel staged, ModelCard card, bool replace, IReadOnlyList<string> guesses, IReadOnlyList<string> notes)
    {
        var (folder, hasReplaced) = staged.Publish(card.Name, replace);
        return new ModelAddition(new ModelFolder(folder, card), hasReplaced, guesses, notes);
    }
}
