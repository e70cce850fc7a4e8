using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling.Evaluation;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// <c>hcsgrid evaluate retrieval IN</c>: how often a profile's partner is among those most like it.
/// </summary>
internal static class EvaluateRetrievalCommand
{
    public static Command Make()
    {
        var input = new EvaluateInput();
        var partner = EvaluateOptions.Column(
            "--partner", "Partners have the same value here (default: the compound's column).");
        var notSame = EvaluateOptions.Column(
            "--not-same", "Rows with the query's value here, such as its plate, are no candidates.");
        var classes = EvaluateOptions.Column(
            "--zero-shot", "Also ask one reference for each class of this column, such as the mechanism.");
        var compound = EvaluateOptions.Column("--compound", "The compound's column.");
        var plate = EvaluateOptions.Column("--plate", "Zero-shot: the plate's column.");
        var top = new Option<int[]>("--top")
        {
            Description = "How many of the most similar are looked at (default: 1 5 10).",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 5, 10],
        };
        var controls = EvaluateOptions.Controls("that are left out");
        var similarity = EvaluateOptions.Similarity(SimilarityKind.Cosine);
        var seed = EvaluateOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command("retrieval", "How often a profile's partner is among the most similar ones.");
        input.AddTo(command);
        foreach (var option in (Option[])[
            partner, notSame, classes, compound, plate, top, controls, similarity, seed, json])
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var (classColumn, plateColumn) = (parsed.GetValue(classes), parsed.GetValue(plate));
            var table = input.Read(
                parsed, parsed.GetValue(partner), parsed.GetValue(notSame), classColumn, parsed.GetValue(compound),
                plateColumn, parsed.GetValue(controls));
            table.Require("--partner", parsed.GetValue(partner));
            table.Require("--not-same", parsed.GetValue(notSame));
            table.Require("--zero-shot", classColumn);
            table.Require("--plate", plateColumn);
            // The compound is asked for where something is taken from it; else partners have their own column.
            var partnerColumn = parsed.GetValue(partner);
            var compoundColumn = classColumn is null && parsed.GetValue(compound) is null && partnerColumn is not null
                ? table.KnownCompoundColumn ?? partnerColumn
                : table.CompoundColumn(parsed.GetValue(compound));
            table = table.Without(table.ControlsBy(parsed.GetValue(controls), compoundColumn));
            var options = new RetrievalOptions
            {
                PartnerColumn = partnerColumn ?? compoundColumn,
                NotSameColumn = parsed.GetValue(notSame),
                Top = parsed.GetValue(top) ?? [],
                Seed = parsed.GetValue(seed),
                Similarity = parsed.GetValue(similarity),
            };
            var result = table.Try(rows => Retrieval.Of(rows, options));
            table.RequireFeatures(result.FeatureCount);
            table.TellAlikeRows();
            var zeroShot = classColumn is null ? null : table.Try(rows => Retrieval.ZeroShot(
                rows, classColumn, compoundColumn, plateColumn, options.Similarity, options.Seed));
            Tell(new Output(parsed.GetValue(json)), table, result, zeroShot, options);
            return result.Top[0].Found.Total == 0
                ? table.TellUndefined("the share of partners found", $"no row has a partner in {options.PartnerColumn}")
                : ExitCode.Done;
        });
        return command;
    }

    private static void Tell(
        Output output, EvaluateTable judged, RetrievalResult result, ShareInterval? zeroShot, RetrievalOptions options)
    {
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                options.PartnerColumn,
                options.NotSameColumn,
                Queries = result.Top[0].Found.Total,
                result.MeanCandidateCount,
                Top = result.Top.Select(top => new
                {
                    top.K,
                    top.Found.Count,
                    top.Found.Total,
                    top.Found.Share,
                    top.Found.Lower,
                    top.Found.Upper,
                }),
                AtOnePercent = result.AmongRandomOthers,
                Others = options.OtherCount,
                ZeroShot = zeroShot,
                options.Similarity,
                options.Seed,
                Features = result.FeatureCount,
                result.RowsLeftOut,
                judged.Normalization,
            });
            return;
        }

        var table = new Table().AddColumns("partner found", "queries", "of", "share", "95 %");
        foreach (var (k, found) in result.Top)
            Add($"among the {k} most similar", found);
        Add($"before {options.OtherCount} random others", result.AmongRandomOthers);
        if (zeroShot is not null)
            Add("class by one reference (zero-shot)", zeroShot);
        output.People.Write(table);
        void Add(string what, ShareInterval found) => table.AddRow(
            what,
            $"{found.Count}",
            $"{found.Total}",
            found.Share?.ToString("P1", CultureInfo.InvariantCulture) ?? "undefined",
            string.Create(CultureInfo.InvariantCulture, $"{found.Lower:P1} to {found.Upper:P1}"));
    }
}
