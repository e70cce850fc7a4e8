using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Plates;
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
        var (models, problems) = (new List<ModelFolder>(), new List<ScreenDataException>());
        foreach (var path in ModelCatalog.Default.List())
        {
            try
            {
                models.Add(ModelFolder.Open(path));
            }
            catch (ScreenDataException error)
            {
                // One bad card among the user's own must not hide all others.
                problems.Add(error);
            }
        }

        foreach (var problem in problems)
            output.Messages.WriteLine($"hcsgrid: {problem.Message.ReplaceLineEndings(" ")}");
        if (output.IsJson)
            Output.WriteJson(models.Select(Describe));
        else
            output.People.Write(TableOf(models));
        return problems.Count == 0 ? ExitCode.Done : ExitCode.DoneWithProblems;
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

    private static Table TableOf(List<ModelFolder> models)
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
