using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Plates;
using Spectre.Console;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid models list | verify</c>: the models that are there, and whether they compute what their cards say.
/// </summary>
internal static class ModelsCommand
{
    public static Command Make()
    {
        var json = CommonOptions.Json();
        var list = new Command("list", "List the models that are there.") { json };
        list.SetAction(parsed => List(new Output(parsed.GetValue(json))));

        var models = new Argument<string[]>("model")
        {
            Description = "Names or folders of models (default: all that are there).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var device = CommonOptions.Device();
        var verifyJson = CommonOptions.Json();
        var verify = new Command("verify", "Run each model on its card's test and compare with the expected output.")
        {
            models, device, verifyJson,
        };
        verify.SetAction(parsed => Verify(
            parsed.GetValue(models) ?? [], parsed.GetValue(device), new Output(parsed.GetValue(verifyJson))));
        return new Command("models", "The models that turn tiles into embeddings, or find particles in them.")
        {
            list, verify,
        };
    }

    private static int List(Output output)
    {
        var cards = ModelCatalog.Default.List().Select(path => ModelFolder.Open(path)).ToArray();
        if (output.IsJson)
        {
            Output.WriteJson(cards.Select(c => new
            {
                c.Card.Name,
                c.Card.Description,
                c.Card.Sha256,
                c.Card.Licence,
                Channels = c.Card.Input.Channels.ToString(),
                c.Card.Input.WidthPixels,
                c.Card.Input.HeightPixels,
                c.Card.BatchSize,
                Outputs = c.Card.Outputs.Select(o => o.Name),
                Folder = c.Path,
            }));
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Model", "Input", "Gives", "Licence",
            "What it is");
        foreach (var (_, card) in cards)
        {
            table.AddRow(
                Markup.Escape(card.Name),
                $"{card.Input.WidthPixels} × {card.Input.HeightPixels}, {card.Input.Channels}",
                card.Embedding is { } embedding
                    ? $"{embedding.Width} numbers"
                    : card.Detection is null ? "nothing for a job" : "particles",
                Markup.Escape(card.Licence), Markup.Escape(card.Description));
        }

        output.People.Write(table);
        return ExitCode.Done;
    }

    private static int Verify(string[] names, InferenceDevice device, Output output)
    {
        var options = new OnnxModelOptions { Device = device };
        var results = new List<object>();
        var allPassed = true;
        var paths = names.Length > 0 ? names : [.. ModelCatalog.Default.List()];
        if (paths.Length == 0)
            throw new ScreenDataException(
                $"No model was found in {string.Join(" or ", ModelCatalog.Default.Folders)}", Place.Unknown);
        foreach (var path in paths)
        {
            var verification = ModelVerifier.Verify(ModelCatalog.Default.Find(path), options);
            allPassed &= verification.Passed;
            results.Add(new
            {
                verification.Model,
                verification.Passed,
                verification.LargestDifference,
                verification.Tolerance
            });
            if (!output.IsJson)
            {
                Output.WriteLine(
                    $"{verification.Model}: {(verification.Passed ? "passed" : "FAILED")}, largest difference " +
                    $"{verification.LargestDifference:G3}, allowed {verification.Tolerance:G3}");
            }
        }

        if (output.IsJson)
            Output.WriteJson(results);
        return allPassed ? ExitCode.Done : ExitCode.DoneWithProblems;
    }
}
