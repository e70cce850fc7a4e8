using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HcsGrid.Inference;
using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;
using HcsGrid.Runs;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// <c>hcsgrid models show MODEL|FILE</c>: a model's card, what its ONNX file says, and the columns that a job gets.
/// </summary>
internal static class ModelsShowCommand
{
    public static Command Make()
    {
        var model = new Argument<string>("model")
        {
            Description = "A model's name or folder, or an ONNX file that has no card yet.",
        };
        var channels = new Option<string>("--channels")
        {
            Description = "A job's channels, such as DNA,ER: the columns are named for them.",
            DefaultValueFactory = _ => "",
        };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a model's card, its inputs and outputs, and the columns of a job.")
        {
            model, channels, json,
        };
        command.SetAction(parsed => Show(
            parsed.GetRequiredValue(model), parsed.GetValue(channels)!, new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Show(string model, string channels, Output output)
    {
        // A file is shown as it is, so that one sees what to say when it is added.
        var folder = File.Exists(model) ? null : ModelCatalog.Default.Find(model);
        var path = folder?.OnnxPath ?? model;
        var file = OnnxFile.Read(path);
        var columns = folder is null ? null : ColumnsOf(folder.Card, channels);
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Folder = folder?.Path,
                Card = folder is null
                    ? (JsonElement?)null
                    : JsonSerializer.Deserialize<JsonElement>(ModelFolder.WriteCard(folder.Card)),
                File = new
                {
                    Path = path,
                    Bytes = new FileInfo(path).Length,
                    file.ParameterCount,
                    file.IrVersion,
                    file.Opsets,
                    file.Producer,
                    Inputs = file.Inputs.Select(Describe),
                    Outputs = file.Outputs.Select(Describe),
                    Operators = file.Operators.Select(o => o.ToString()),
                    ExternalFiles = file.ExternalWeights.Select(w => w.Location).Distinct(),
                },
                Columns = columns,
            });
            return ExitCode.Done;
        }

        if (folder is not null)
            output.People.Write(CardTable(folder));
        output.People.Write(FileTable(file, path));
        if (columns is { Count: > 0 })
            Output.WriteLine($"A job gets {Amount.Of(columns.Count, "column")}: {columns[0]} … {columns[^1]}");
        else if (folder is not null)
            Output.WriteLine($"A job gets {ModelsCommand.GivesText(folder.Card)}.");
        return ExitCode.Done;
    }

    private static object Describe(OnnxValue value) => new
    {
        value.Name,
        value.ElementType,
        Shape = value.Shape?.Select((s, i) => s >= 0 ? (object)s : value.Names[i]),
    };

    /// <summary>The columns of a job with these channels, its statistics of channels included.</summary>
    private static IReadOnlyList<string>? ColumnsOf(ModelCard card, string text)
    {
        if (card.Embedding is null)
            return null;
        string[] names = text.Length > 0
            ? text.Split(',', StringSplitOptions.TrimEntries)
            : card.Input.Channels.EachAlone
                ? ["CHANNEL"]
                : [.. Enumerable.Range(1, card.Input.Channels.PlaneCount).Select(i => $"CHANNEL{i}")];
        try
        {
            return new FeatureLayout(card, [.. names.Select(n => new Channel(n))]).Names;
        }
        catch (FormatException error)
        {
            throw new ScreenDataException($"--channels: {error.Message}", Place.Unknown, error);
        }
    }

    private static Table CardTable(ModelFolder folder)
    {
        var card = folder.Card;
        var input = card.Input;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Card", Markup.Escape(card.Name));
        Row("What it is", card.Description);
        Row("Licence", card.Licence);
        Row("Provenance", card.Provenance);
        Row("Measured", card.Measured);
        Row("Folder", folder.Path);
        Row("Tile", $"{input.WidthPixels} × {input.HeightPixels} pixels" + (input.PixelSizeMicrometres is { } size
            ? $" of {Text(size)} µm" : ", of any size"));
        Row("Channels", input.Channels.ToString());
        foreach (var line in InputLines(input))
            Row("Input", line);
        Row("Tiles at once", Text(card.BatchSize));
        foreach (var output in card.Outputs)
        {
            Row("Output", $"{output.Name}: {output.Meaning.ToString().ToLowerInvariant()} " +
                $"({string.Join(", ", output.Shape)})" +
                (output.Activation == OutputActivation.None ? "" : $", {output.Activation}".ToLowerInvariant()));
        }

        Row("Test", card.Test is { } test ? $"{test.OutputName} within {Text(test.Tolerance)}" : "none");
        return table;

        void Row(string name, string value)
        {
            if (value.Length > 0)
                table.AddRow(name, Markup.Escape(value));
        }
    }

    private static IEnumerable<string> InputLines(ModelInput input)
    {
        yield return $"{input.Name}: scaled to {Text(input.PixelScaling.Low)} … {Text(input.PixelScaling.High)}" +
            (input.Normalization == InputNormalization.None ? "" : ", then zero mean, unit variance") +
            PlanesText(input.Planes, input.Means, input.Deviations) +
            (input.Layout == InputLayout.PlanesLast ? ", planes last" : "");
        foreach (var other in input.Others)
            yield return $"{other.Name}: the same{PlanesText(other.Planes, other.Means, other.Deviations)}";
    }

    private static string PlanesText(
        IReadOnlyList<int>? planes, IReadOnlyList<double> means, IReadOnlyList<double> deviations) =>
        (planes is null ? "" : $", planes {string.Join(", ", planes)} of the tile") +
        (means.Count == 0 ? "" : $", minus {string.Join(", ", means.Select(Text))}") +
        (deviations.Count == 0 ? "" : $", divided by {string.Join(", ", deviations.Select(Text))}");

    private static Table FileTable(OnnxFile file, string path)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("File", Markup.Escape(Path.GetFileName(path)));
        table.AddRow("Size", string.Create(CultureInfo.InvariantCulture,
            $"{new FileInfo(path).Length:N0} bytes, {file.ParameterCount:N0} parameters"));
        table.AddRow("Opset", Markup.Escape(string.Join(", ", file.Opsets.Select(
            o => o.Key.Length == 0 ? Text(o.Value) : $"{o.Key} {o.Value}"))));
        table.AddRow("IR version", Text(file.IrVersion));
        table.AddRow("Written by", Markup.Escape(file.Producer));
        foreach (var input in file.Inputs)
            table.AddRow("Input", Markup.Escape(input.ToString()));
        foreach (var output in file.Outputs)
            table.AddRow("Output", Markup.Escape(output.ToString()));
        if (file.ExternalWeights.Count > 0)
        {
            table.AddRow("Weights in", Markup.Escape(string.Join(", ",
                file.ExternalWeights.Select(w => w.Location).Distinct())));
        }

        return table;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
