using System.CommandLine;
using System.Text.Json;
using HcsGrid.Inference;
using HcsGrid.Inference.Adding;
using HcsGrid.Plates;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// <c>hcsgrid models add FOLDER|FILE</c>: tries a model, and puts it where jobs find it by name.
/// </summary>
internal static class ModelsAddCommand
{
    public static Command Make()
    {
        var source = new Argument<string>("source")
        {
            Description = "A folder with a card (model.json), or an ONNX file, for which a card is written.",
        };
        var into = new Option<string?>("--into")
        {
            Description = "The folder of models that gets it (default: HCSGRID_MODELS, or the user's own).",
        };
        var replace = new Option<bool>("--replace") { Description = "Put it in the place of one of the same name." };
        var words = new ModelFileWords();
        var device = CommonOptions.Device();
        var json = CommonOptions.Json();
        var command = new Command("add", "Try a model, and put it where jobs find it by name.")
        {
            source, into, replace, device, json,
        };
        foreach (var option in words.All)
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(source);
            if (path.Length == 0)
                throw new ScreenDataException("<source> is empty, expected a folder or an ONNX file", Place.Unknown);
            var adder = AdderOf(parsed.GetValue(into), parsed.GetValue(device));
            var output = new Output(parsed.GetValue(json));
            if (!Directory.Exists(path))
                return Tell(adder.AddFile(path, words.Read(parsed), parsed.GetValue(replace)), output);
            if (words.All.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } lost)
            {
                throw new ScreenDataException(
                    $"{lost.Name} is for an ONNX file; a folder's card says it: change its model.json",
                    new Place { Blob = path });
            }

            return Tell(adder.AddFolder(path, parsed.GetValue(replace)), output);
        });
        return command;
    }

    private static ModelAdder AdderOf(string? into, InferenceDevice device)
    {
        if (into is "")
            throw new ScreenDataException("--into is empty, expected a folder", Place.Unknown);
        var folder = into ?? ModelCatalog.UserFolder ?? throw new ScreenDataException(
            $"There is no folder for models of this user: name one with --into or {ModelCatalog.UserFolderVariable}",
            Place.Unknown);
        // In a folder that is named, only its own models are in the way.
        var catalog = into is null ? ModelCatalog.Default : new ModelCatalog([into]);
        return new ModelAdder(folder, catalog, new OnnxModelOptions { Device = device });
    }

    private static int Tell(ModelAddition added, Output output)
    {
        var card = added.Model.Card;
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                card.Name,
                Folder = added.Model.Path,
                Replaced = added.HasReplaced,
                Card = JsonSerializer.Deserialize<JsonElement>(ModelFolder.WriteCard(card)),
                added.Guesses,
                added.Notes,
            });
            return ExitCode.Done;
        }

        Output.WriteLine(
            $"{card.Name}: {card.Input.WidthPixels} × {card.Input.HeightPixels}, {card.Input.Channels}, gives " +
            $"{ModelsCommand.GivesText(card)}. {(added.HasReplaced ? "Replaced in" : "Added to")} {added.Model.Path}");
        foreach (var guess in added.Guesses)
            Output.WriteLine($"  guessed: {guess}");
        foreach (var note in added.Notes)
            Output.WriteLine($"  note: {note}");
        return ExitCode.Done;
    }
}
