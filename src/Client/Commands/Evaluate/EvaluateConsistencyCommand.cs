using System.CommandLine;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate consistency IN</c>: are compounds of one target or mechanism alike?
/// </summary>
internal static class EvaluateConsistencyCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var label = new Option<string>("--moa")
        {
            Description = "The column of the target or mechanism.",
            Required = true,
        };
        var compound = EvaluateOptions.Column(
            "--compound", "The compound's column: profiles of one compound are no positives.");
        var multilabel = new Option<bool>("--multilabel")
        {
            Description = "A value a|b is two labels, and counts for both.",
        };
        var controls = EvaluateOptions.Controls("that are left out");
        var precision = new PrecisionOptions();
        var command = new Command(
            "consistency", "Compounds of one mechanism against those of others: mean average precision.");
        input.AddTo(command);
        foreach (var option in (Option[])[label, compound, multilabel, controls])
            command.Add(option);
        precision.AddTo(command);
        command.SetAction(parsed =>
        {
            var (moa, compoundColumn) = (parsed.GetRequiredValue(label), parsed.GetValue(compound));
            var table = input.Read(
                parsed,
                [moa, compoundColumn, parsed.GetValue(controls), .. precision.NamedColumns(parsed)]);
            table.Require("--moa", moa);
            compoundColumn = table.CompoundColumn(compoundColumn);
            table = table.Without(table.ControlsBy(parsed.GetValue(controls), compoundColumn));
            var rules = Activity.RulesOfConsistency(moa, compoundColumn, parsed.GetValue(multilabel));
            return precision.Run(parsed, table, rules, [moa]);
        });
        return command;
    }
}
