using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Response;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate hits IN</c>: which treatments differ from the negative controls of their plates?
/// </summary>
internal static class EvaluateHitsCommand
{
    private const int ShownCount = 40;

    public static Command Make()
    {
        var input = new EvaluateInput();
        var treatment = TableOptions.RequiredNames(
            "--treatment", "The columns that make a treatment, as COL,…, the compound's first.");
        treatment.Aliases.Add("--compound");
        var controls = EvaluateOptions.NegativeControls();
        var plate = EvaluateOptions.Column(
            "--plate", "The plate's column: wells are compared with controls of their own plate (default: one plate).");
        var rate = new Option<double>("--fdr")
        {
            Description = "The largest q-value of a hit.",
            DefaultValueFactory = _ => new HitCallingOptions().FalseDiscoveryRate,
        };
        var draws = new Option<int>("--draws")
        {
            Description = "Pseudo-treatments drawn from the controls, about.",
            DefaultValueFactory = _ => new HitCallingOptions().DrawCount,
        };
        var seed = EvaluateOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command("hits", "Treatments against negative controls: effect, p-value and q-value.");
        input.AddTo(command);
        foreach (var option in (Option[])[treatment, controls, plate, rate, draws, seed, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var (columns, plateColumn, condition) = (
                parsed.GetRequiredValue(treatment), parsed.GetValue(plate), parsed.GetValue(controls));
            var read = input.Read(parsed, [.. columns, plateColumn, condition]);
            var table = read.WithoutEmptyRows();
            table.Require("--treatment", columns);
            table.Require("--plate", plateColumn);
            var options = new HitCallingOptions
            {
                FalseDiscoveryRate = parsed.GetValue(rate),
                DrawCount = parsed.GetValue(draws),
                Seed = parsed.GetValue(seed),
            };
            var result = Call(table, columns, plateColumn, table.NegativeControlsBy(condition, columns[0]), options);
            Tell(
                new Output(parsed.GetValue(json)), table, columns, result, read.Table.RowCount - table.Table.RowCount);
            return result.Treatments.Count == 0
                ? table.TellUndefined("what is a hit", "no row is left that has a treatment and is no control")
                : ExitCode.Done;
        });
        return command;
    }

    /// <summary>Rows without a compound, the first of a treatment's columns, belong to no treatment.</summary>
    private static HitCallingResult Call(
        EvaluateTable table, string[] columns, string? plate, IReadOnlyList<int> controls, HitCallingOptions options)
    {
        if (controls.Count == 0)
        {
            throw new ScreenDataException(
                "The table has no negative controls to compare with: choose them by --controls",
                new Place { Blob = table.Path });
        }

        var isControl = controls.ToHashSet();
        var compounds = table.Table.Metadata(columns[0]);
        int[] treated = [.. Enumerable.Range(0, table.Table.RowCount)
            .Where(row => !isControl.Contains(row) && compounds[row].Length > 0)];
        var result = table.Try(wells => HitCalling.Call(wells, treated, controls, columns, plate, options));
        table.RequireFeatures(Enumerable.Range(0, table.Table.FeatureCount)
            .Count(f => table.Table.Feature(f).ToArray().All(double.IsFinite)));
        return result;
    }

    private static void Tell(
        Output output, EvaluateTable table, string[] columns, HitCallingResult result, int rowsLeftOut)
    {
        var rate = result.Options.FalseDiscoveryRate;
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                Hits = result.HitCount,
                Callable = result.CallableCount,
                Fdr = rate,
                Controls = result.ControlCount,
                Features = result.FeatureCount,
                RowsLeftOut = rowsLeftOut,
                Splits = result.SplitCount,
                Draws = result.Options.DrawCount,
                result.Options.Seed,
                Treatment = columns,
                table.Normalization,
                Treatments = result.Treatments.Select(hit => new
                {
                    hit.Key,
                    Replicates = hit.ReplicateCount,
                    Effect = Defined(hit.Effect),
                    PValue = Defined(hit.PValue),
                    QValue = Defined(hit.QValue),
                    SmallestPValue = Defined(hit.SmallestPValue),
                    Hit = hit.QValue <= rate,
                    Reason = hit.IsCallable ? null : hit.Reason,
                }),
            });
            return;
        }

        Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.HitCount} of {result.CallableCount} treatments are hits (q ≤ {rate}); {result.ControlCount} "
            + $"negative controls, {result.FeatureCount} features, {rowsLeftOut} rows without values left out"));
        if (result.Treatments.Count > result.CallableCount)
        {
            var first = result.Treatments.First(hit => !hit.IsCallable);
            Output.WriteLine(
                $"  {result.Treatments.Count - result.CallableCount} could not be called, the first because "
                + first.Reason);
        }

        var shown = new Table().AddColumns([.. columns, "replicates", "effect", "p", "q"]);
        foreach (var hit in result.Treatments.Where(hit => hit.IsCallable)
            .OrderBy(hit => hit.QValue).ThenByDescending(hit => hit.Effect).Take(ShownCount))
        {
            shown.AddRow(
                [
                    .. hit.Key.Select(Markup.Escape), $"{hit.ReplicateCount}", Number(hit.Effect), Number(hit.PValue),
                    Number(hit.QValue),
                ]);
        }

        if (result.CallableCount > ShownCount)
            shown.Caption($"the first {ShownCount} of {result.CallableCount} by q");
        output.People.Write(shown);
    }

    private static double? Defined(double value) => double.IsNaN(value) ? null : value;

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
