using System.CommandLine;
using HcsGrid.Inference;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// <c>hcsgrid models list</c>: the models that a job can name.
/// </summary>
internal static class ModelsListCommand
{
    public static Command Make()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List the models that are there.") { json };
        command.SetAction(parsed => List(new Output(parsed.GetValue(json))));
        return command;
    }

    private static int List(Output output)
    {
        var problems = new ModelProblems([]);
        ModelFolder[] models =
        [
            .. ModelCatalog.Default.List().Select(p => problems.Try(p, () => ModelFolder.Open(p)))
                .OfType<ModelFolder>(),
        ];
        var code = problems.Tell(models.Length);
        if (output.IsJson)
            Output.WriteJson(models.Select(Describe));
        else
            output.People.Write(TableOf(models));
        return code;
    }

    private static object Describe(ModelFolder model) => new
    {
        model.Card.Name,
        model.Card.Description,
        model.Card.Sha256,
        model.Card.Licence,
        Channels = model.Card.Input.Channels.ToString(),
        model.Card.Input.WidthPixels,
        model.Card.Input.HeightPixels,
        model.Card.BatchSize,
        Outputs = model.Card.Outputs.Select(o => o.Name),
        Folder = model.Path,
    };

    private static Table TableOf(ModelFolder[] models)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Model", "Input", "Gives", "What it is");
        table.Caption("hcsgrid models show NAME tells more, its licence too");
        foreach (var (_, card) in models)
        {
            table.AddRow(
                Markup.Escape(card.Name),
                $"{card.Input.WidthPixels} × {card.Input.HeightPixels}, {card.Input.Channels}",
                ModelsCommand.GivesText(card), Markup.Escape(card.Description));
        }

        return table;
    }
}
