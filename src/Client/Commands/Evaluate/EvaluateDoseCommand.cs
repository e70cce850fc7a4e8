using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling.Response;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate dose IN</c>: the dose curve of every compound on one readout, or why there is none.
/// </summary>
internal static class EvaluateDoseCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var compound = EvaluateOptions.Column("--compound", "The compound's column.");
        var dose = new Option<string>("--dose", "--concentration")
        {
            Description = "The dose's column, numbers.",
            Required = true,
        };
        var readout = new Option<string>("--readout")
        {
            Description = "The response's column, or axis: the projection from the negative to the positive controls.",
            DefaultValueFactory = _ => DoseReadout.Axis,
        };
        var controls = EvaluateOptions.NegativeControls(", for the axis");
        var positives = EvaluateOptions.Column(
            "--positives", "The rows that are positive controls, as a condition, for the axis.");
        var plate = EvaluateOptions.Column("--plate", "The plate's column: an axis for each (default: one plate).");
        var alpha = new Option<double>("--alpha")
        {
            Description = "The largest p-value against a flat line that counts as a response.",
            DefaultValueFactory = _ => new DoseResponseOptions().Alpha,
        };
        var json = CommonOptions.Json();
        var command = new Command("dose", "Four-parameter dose curves with confidence, or why there is none.");
        input.AddTo(command);
        foreach (var option in (Option[])[compound, dose, readout, controls, positives, plate, alpha, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var (doseColumn, plateColumn, negative, positive) = (
                parsed.GetRequiredValue(dose), parsed.GetValue(plate), parsed.GetValue(controls),
                parsed.GetValue(positives));
            var table = input.Read(
                parsed, [parsed.GetValue(compound), doseColumn, plateColumn, negative, positive]);
            var compoundColumn = table.CompoundColumn(parsed.GetValue(compound));
            table.Require("--plate", plateColumn);
            var responses = DoseReadout.Of(
                table, parsed.GetRequiredValue(readout), table.NegativeControlsBy(negative, compoundColumn), positive,
                plateColumn);
            var options = new DoseResponseOptions { Alpha = parsed.GetValue(alpha) };
            var fits = table.Try(_ => Fit(table, compoundColumn, doseColumn, responses, options));
            Tell(new Output(parsed.GetValue(json)), table, parsed.GetRequiredValue(readout), fits);
            return fits.Count == 0
                ? table.TellUndefined("the dose response", "no row has a compound and a dose")
                : ExitCode.Done;
        });
        return command;
    }

    private static List<(string Compound, DoseResponseFit Fit)> Fit(
        EvaluateTable table, string compoundColumn, string doseColumn, double[] responses, DoseResponseOptions options)
    {
        var compounds = table.Table.Metadata(compoundColumn);
        var doses = DoseReadout.NumbersOf(table, doseColumn);
        return [.. Enumerable.Range(0, compounds.Count)
            .Where(row => compounds[row].Length > 0 && !double.IsNaN(doses[row]))
            .GroupBy(row => compounds[row], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, DoseResponse.Fit(
                [.. group.Select(row => doses[row])], [.. group.Select(row => responses[row])], options)))];
    }

    private static void Tell(
        Output output, EvaluateTable table, string readout, List<(string Compound, DoseResponseFit Fit)> fits)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Fits = fits.Count(f => f.Fit.IsFit),
                Readout = readout,
                table.Normalization,
                Compounds = fits.Select(f => new
                {
                    f.Compound,
                    Status = f.Fit.IsFit ? "fit" : "no fit",
                    Reason = f.Fit.IsFit ? null : f.Fit.Reason,
                    Ec50 = Defined(f.Fit.Ec50),
                    Ec50Low = Defined(f.Fit.Ec50Low),
                    Ec50High = Defined(f.Fit.Ec50High),
                    Hill = Defined(f.Fit.Hill),
                    Bottom = Defined(f.Fit.Bottom),
                    Top = Defined(f.Fit.Top),
                    R2 = Defined(f.Fit.RSquared),
                    PValue = Defined(f.Fit.FlatPValue),
                    Doses = f.Fit.DoseCount,
                    Points = f.Fit.PointCount,
                }),
            });
            return;
        }

        Output.WriteLine($"{fits.Count(f => f.Fit.IsFit)} of {fits.Count} compounds have a dose curve on {readout}");
        var shown = new Table().AddColumns(
            ["compound", "doses", "EC50 (95 %)", "hill", "bottom", "top", "R²", "p"]);
        foreach (var (compound, fit) in fits)
        {
            shown.AddRow(
                Markup.Escape(compound), $"{fit.DoseCount}", Markup.Escape(Ec50Of(fit)), Number(fit.Hill),
                Number(fit.Bottom), Number(fit.Top), Number(fit.RSquared), Number(fit.FlatPValue));
        }

        output.People.Write(shown);
    }

    /// <summary>The EC50 with its interval, where an end that the data do not set is open; or why there is
    /// none.</summary>
    private static string Ec50Of(DoseResponseFit fit)
    {
        if (!fit.IsFit)
            return $"no fit: {fit.Reason}";
        var low = fit.Ec50Low > 0 ? Number(fit.Ec50Low) : "open";
        var high = double.IsFinite(fit.Ec50High) ? Number(fit.Ec50High) : "open";
        return $"{Number(fit.Ec50)} ({low} to {high})";
    }

    /// <summary>Null where undefined; an end that the data do not set stays infinite.</summary>
    private static double? Defined(double value) => double.IsNaN(value) ? null : value;

    private static string Number(double value) => double.IsNaN(value)
        ? ""
        : value.ToString("G3", CultureInfo.InvariantCulture);
}
