using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate quality IN</c>: how well each plate tells its positive from its negative controls.
/// </summary>
internal static class EvaluateQualityCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput(isGrouped: true);
        var positive = ControlsOption("--positive", "Positive controls, a condition.");
        var negative = ControlsOption("--negative", "Negative controls, a condition.");
        var top = new Option<int>("--top")
        {
            Description = "Features shown for each plate, those of the largest |SSMD|.",
            DefaultValueFactory = _ => 10,
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "quality", "Z', robust Z' and SSMD of each feature and of the control axis, by plate.");
        input.AddTo(command);
        foreach (var option in (Option[])[positive, negative, top, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var columns = input.GroupsOf(parsed);
            var conditions = (parsed.GetRequiredValue(positive), parsed.GetRequiredValue(negative));
            var table = input.Read(parsed, [conditions.Item1, conditions.Item2]).WithoutEmptyRows();
            table.Require("--by", columns);
            Tell(new Output(parsed.GetValue(json)), Measure(table, columns, conditions), table, parsed.GetValue(top));
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string> ControlsOption(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
    };

    private static List<PlateControls> Measure(
        EvaluateTable table, string[] columns, (string Positive, string Negative) conditions)
    {
        var positive = RowCondition.Parse(conditions.Positive).RowsOf(table.Table).ToHashSet();
        var negative = RowCondition.Parse(conditions.Negative).RowsOf(table.Table).ToHashSet();
        if (positive.Count == 0 || negative.Count == 0)
        {
            throw new ScreenDataException(
                $"{(positive.Count == 0 ? "--positive" : "--negative")} chooses no row: there are no controls to "
                + "compare",
                new Place { Blob = table.Path });
        }

        if (positive.Intersect(negative).Select(row => (int?)row).Min() is { } both)
        {
            throw new ScreenDataException(
                $"Row {both + 1} of the table fulfils both --positive and --negative", new Place { Blob = table.Path });
        }

        var names = columns.Select(table.Table.Metadata).ToArray();
        return
        [
            .. Enumerable.Range(0, table.Table.RowCount)
                .GroupBy(row => string.Join('/', names.Select(column => column[row])))
                .OrderBy(plate => plate.Key, StringComparer.Ordinal)
                .Select(plate =>
                {
                    int[] rows = [.. plate];
                    return table.Try(all => PlateControls.Of(
                        plate.Key,
                        all.SelectRows(rows),
                        [.. Enumerable.Range(0, rows.Length).Where(i => positive.Contains(rows[i]))],
                        [.. Enumerable.Range(0, rows.Length).Where(i => negative.Contains(rows[i]))]));
                }),
        ];
    }

    private static void Tell(Output output, List<PlateControls> plates, EvaluateTable table, int shown)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new { Plates = plates, table.Normalization });
            return;
        }

        var words = new Table().AddColumns("plate", "measured", "Z'", "robust Z'", "SSMD");
        foreach (var plate in plates)
        {
            words.AddRow(
                Markup.Escape(plate.Plate),
                $"control axis ({plate.PositiveCount}+, {plate.NegativeCount}−)",
                Number(plate.Axis.ZPrime),
                Number(plate.Axis.RobustZPrime),
                Number(plate.Axis.Ssmd));
            foreach (var feature in plate.Features.OrderByDescending(f => Math.Abs(f.Ssmd ?? 0)).Take(shown))
            {
                words.AddRow(
                    "", Markup.Escape(feature.Feature), Number(feature.ZPrime), Number(feature.RobustZPrime),
                    Number(feature.Ssmd));
            }
        }

        output.People.Write(words);
    }

    private static string Number(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "undefined";
}
