using System.CommandLine;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate map IN</c>: mean average precision by rules of pairs, as copairs has it.
/// </summary>
internal static class EvaluateMapCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var posSame = TableOptions.Names("--pos-sameby", "Columns in which a positive pair agrees.");
        var posDiff = TableOptions.Names("--pos-diffby", "Columns in which a positive pair differs.");
        var negSame = TableOptions.Names("--neg-sameby", "Columns in which a negative pair agrees.");
        var negDiff = TableOptions.Names("--neg-diffby", "Columns in which a negative pair differs.");
        var multilabel = EvaluateOptions.Column(
            "--multilabel", "The column of --pos-sameby that holds several labels, as a|b.");
        var controls = new Option<string?>("--controls")
        {
            Description = "Rows that are controls: adds the column Metadata_Reference_Index, the row's number for them "
                + "and -1 for others, for use in the rules.",
        };
        var precision = new PrecisionOptions();
        var command = new Command("map", "Mean average precision of pairs that columns tell apart, with p-values.");
        input.AddTo(command);
        foreach (var option in (Option[])[posSame, posDiff, negSame, negDiff, multilabel, controls])
            command.Add(option);
        precision.AddTo(command);
        command.SetAction(parsed =>
        {
            var rules = new PairRules
            {
                PosSameBy = parsed.GetValue(posSame) ?? [],
                PosDiffBy = parsed.GetValue(posDiff) ?? [],
                NegSameBy = parsed.GetValue(negSame) ?? [],
                NegDiffBy = parsed.GetValue(negDiff) ?? [],
                MultilabelColumn = parsed.GetValue(multilabel),
            };
            var named = rules.PosSameBy.Concat(rules.PosDiffBy).Concat(rules.NegSameBy).Concat(rules.NegDiffBy);
            var table = input.Read(
                parsed, [.. named, parsed.GetValue(controls), .. precision.NamedColumns(parsed)]);
            if (parsed.GetValue(controls) is { } condition)
            {
                var rows = table.ControlsBy(condition, "");
                table = table with { Table = Activity.WithReferenceIndex(table.Table, rows) };
            }

            table.Require("--pos-sameby", rules.PosSameBy);
            table.Require("--pos-diffby", rules.PosDiffBy);
            table.Require("--neg-sameby", rules.NegSameBy);
            table.Require("--neg-diffby", rules.NegDiffBy);
            var groups = rules.PosSameBy.Where(column => column != Activity.ReferenceColumn).ToArray();
            return precision.Run(parsed, table, rules, groups.Length > 0 ? groups : rules.PosDiffBy);
        });
        return command;
    }
}
