using System.CommandLine;
using HcsGrid.Plates;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate activity IN</c>: do a treatment's replicates stand out from the negative controls?
/// </summary>
internal static class EvaluateActivityCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var compound = EvaluateOptions.Column("--compound", "The compound's column.");
        var concentration = EvaluateOptions.Column(
            "--concentration", "The dose's column: replicates have the same dose (default: doses are pooled).");
        var plate = EvaluateOptions.Column(
            "--plate", "The plate's column: controls of the own plate only (default: those of all).");
        var controls = EvaluateOptions.NegativeControls();
        var precision = new PrecisionOptions();
        var command = new Command("activity", "Replicates against negative controls: mean average precision.");
        input.AddTo(command);
        foreach (var option in (Option[])[compound, concentration, plate, controls])
            command.Add(option);
        precision.AddTo(command);
        command.SetAction(parsed =>
        {
            var (dose, plateColumn) = (parsed.GetValue(concentration), parsed.GetValue(plate));
            var table = input.Read(
                parsed,
                [
                    parsed.GetValue(compound), dose, plateColumn, parsed.GetValue(controls),
                    .. precision.NamedColumns(parsed),
                ]);
            var compoundColumn = table.CompoundColumn(parsed.GetValue(compound));
            table.Require("--concentration", dose);
            table.Require("--plate", plateColumn);
            var rows = table.NegativeControlsBy(parsed.GetValue(controls), compoundColumn);
            if (rows.Count == 0)
            {
                throw new ScreenDataException(
                    "The table has no negative controls to compare with: choose them by --controls",
                    new Place { Blob = table.Path });
            }

            table = table with { Table = Activity.WithReferenceIndex(table.Table, rows) };
            string[] replicate = dose is null ? [compoundColumn] : [compoundColumn, dose];
            return precision.Run(parsed, table, Activity.RulesOfActivity(replicate, plateColumn), replicate);
        });
        return command;
    }
}
