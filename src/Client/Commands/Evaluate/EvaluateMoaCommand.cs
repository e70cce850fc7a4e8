using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Evaluation;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate nsc|nscb IN</c>: the mechanism of each treatment by its nearest neighbour.
/// </summary>
internal static class EvaluateMoaCommand
{
    public static Command Make(MoaConvention convention)
    {
        var isBatch = convention == MoaConvention.NotSameCompoundOrBatch;
        var input = new EvaluateInput();
        var compound = new Option<string?>("--compound") { Description = "The compound's column." };
        var concentration = new Option<string?>("--concentration", "--dose")
        {
            Description = "The dose's column (default: a treatment is a compound).",
        };
        var moa = new Option<string>("--moa") { Description = "The mechanism's column.", Required = true };
        var batch = new Option<string?>("--batch")
        {
            Description = "The acquisition batch: a column, or COL~REGEX whose first group is the batch.",
            Required = isBatch,
        };
        var consensus = new Option<ConsensusOperation>("--consensus")
        {
            Description = "How wells become a treatment: median (default), mean or modz.",
            DefaultValueFactory = _ => ConsensusOperation.Median,
        };
        var controls = EvaluateOptions.Controls("that are no treatments and are left out");
        var json = CommonOptions.Json();
        var command = new Command(
            isBatch ? "nscb" : "nsc",
            isBatch
                ? "Mechanism by the nearest neighbour of another compound and another batch."
                : "Mechanism by the nearest neighbour of another compound.");
        input.AddTo(command);
        foreach (var option in (Option[])[compound, concentration, moa, batch, consensus, controls, json])
            command.Add(option);
        command.SetAction(parsed =>
        {
            var (moaColumn, batchColumn) = (parsed.GetRequiredValue(moa), parsed.GetValue(batch));
            var table = input.Read(
                parsed, parsed.GetValue(compound), parsed.GetValue(concentration), moaColumn, batchColumn,
                parsed.GetValue(controls)).WithPattern(batchColumn, "--batch");
            var columns = new TreatmentColumns
            {
                Compound = table.CompoundColumn(parsed.GetValue(compound)),
                Concentration = parsed.GetValue(concentration),
                Moa = moaColumn,
                Batch = batchColumn,
            };
            table.Require("--concentration", columns.Concentration);
            table.Require("--moa", moaColumn);
            var left = table.ControlsBy(parsed.GetValue(controls), columns.Compound);
            var result = table.Try(
                wells => MoaByNeighbour.Evaluate(wells, columns, convention, parsed.GetValue(consensus), left));
            table.RequireFeatures(result.FeatureCount);
            Tell(new Output(parsed.GetValue(json)), result, table, left.Count, parsed.GetValue(consensus));
            return result.Accuracy is null ? TellNothing(result, table, left.Count) : ExitCode.Done;
        });
        return command;
    }

    private static void Tell(
        Output output, MoaNeighbourResult result, EvaluateTable table, int controlCount, ConsensusOperation consensus)
    {
        var convention = result.Convention == MoaConvention.NotSameCompound ? "nsc" : "nscb";
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                result.Correct,
                result.Total,
                result.Accuracy,
                WithoutNeighbour = result.WithoutNeighbourCount,
                Convention = convention,
                Consensus = consensus,
                result.LeftOutMoas,
                Features = result.FeatureCount,
                Wells = table.Table.RowCount,
                Controls = controlCount,
                UnlabelledWells = result.UnlabelledWellCount,
                table.Normalization,
                Confusion = result.Confusion.Select(c => new { c.Moa, c.Found, c.Count }),
                Treatments = result.Treatments.Select(treatment => DocumentOf(treatment, result.Treatments)),
            });
            return;
        }

        var share = result.Accuracy is { } accuracy
            ? accuracy.ToString("P1", CultureInfo.InvariantCulture)
            : "undefined";
        Output.WriteLine($"{convention}: {result.Correct} of {result.Total} correct ({share})");
        if (table.Normalization is { } normalization)
            Output.WriteLine($"  normalized: {normalization}");
        Output.WriteLine(
            $"  {controlCount} wells of controls and {result.UnlabelledWellCount} without compound or mechanism left "
            + $"out; {result.FeatureCount} features");
        if (result.WithoutNeighbourCount > 0)
        {
            Output.WriteLine(
                $"  {result.WithoutNeighbourCount} without any neighbour that is allowed and can be compared, counted "
                + "as wrong");
        }

        if (result.LeftOutMoas.Count > 0)
            Output.WriteLine($"  mechanisms of one batch, left out: {string.Join(", ", result.LeftOutMoas)}");
        output.People.Write(ByMoa(result));
        output.People.Write(Wrong(result));
    }

    /// <summary>Tells on standard error why there is no accuracy.</summary>
    private static int TellNothing(MoaNeighbourResult result, EvaluateTable table, int controlCount)
    {
        var nothing = result.Total == 0
            ? "no treatment is left to judge"
            : $"none of {result.Total} treatments has a neighbour that is allowed and can be compared";
        Output.Tell(
            $"{nothing}, the accuracy is undefined: {table.Path} has {table.Table.RowCount} rows, of which "
            + $"{controlCount} are controls and {result.UnlabelledWellCount} without compound or mechanism"
            + (result.LeftOutMoas.Count > 0 ? "; mechanisms of one batch are left out" : ""));
        return ExitCode.DoneWithProblems;
    }

    private static object DocumentOf(Treatment treatment, IReadOnlyList<Treatment> all)
    {
        var neighbour = treatment.NeighbourIndex is { } index ? all[index] : null;
        return new
        {
            treatment.Compound,
            treatment.Concentration,
            treatment.Moa,
            treatment.Batches,
            Wells = treatment.WellCount,
            Correct = treatment.IsCorrect,
            Neighbour = neighbour is null ? null : new { neighbour.Compound, neighbour.Concentration, neighbour.Moa },
            treatment.Cosine,
        };
    }

    private static Table ByMoa(MoaNeighbourResult result)
    {
        var table = new Table().AddColumns("mechanism", "correct", "of", "taken for");
        foreach (var moa in result.Confusion.GroupBy(c => c.Moa))
        {
            var wrong = moa.Where(c => c.Found != c.Moa)
                .Select(c => $"{(c.Found.Length > 0 ? c.Found : "no neighbour")} {c.Count}");
            table.AddRow(
                Markup.Escape(moa.Key),
                $"{moa.Where(c => c.Found == c.Moa).Sum(c => c.Count)}",
                $"{moa.Sum(c => c.Count)}",
                Markup.Escape(string.Join(", ", wrong)));
        }

        return table;
    }

    private static Table Wrong(MoaNeighbourResult result)
    {
        var table = new Table().AddColumns("wrong", "mechanism", "nearest", "its mechanism", "cosine");
        foreach (var treatment in result.Treatments.Where(treatment => !treatment.IsCorrect))
        {
            var neighbour = treatment.NeighbourIndex is { } index ? result.Treatments[index] : null;
            table.AddRow(
                Markup.Escape($"{treatment.Compound} {treatment.Concentration}"),
                Markup.Escape(treatment.Moa),
                Markup.Escape(neighbour is null ? "none" : $"{neighbour.Compound} {neighbour.Concentration}"),
                Markup.Escape(neighbour?.Moa ?? ""),
                treatment.Cosine?.ToString("F3", CultureInfo.InvariantCulture) ?? "");
        }

        return table;
    }
}
