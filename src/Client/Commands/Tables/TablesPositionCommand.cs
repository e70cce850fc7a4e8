using System.CommandLine;
using System.Globalization;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables position IN OUT</c>: takes row and column effects of the plate out of every feature.
/// </summary>
internal static class TablesPositionCommand
{
    private static readonly string[] DefaultPlate = ["Metadata_Plate"];

    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var by = TableOptions.Names("--by", "The columns that tell plates apart (default: Metadata_Plate).");
        var method = new Option<string>("--method")
        {
            Description = "bscore (default): residuals over their spread; residual: in the feature's unit.",
            DefaultValueFactory = _ => "bscore",
        };
        method.AcceptOnlyFromAmong("bscore", "residual");
        var rounds = new Option<int>("--max-rounds")
        {
            Description = "The most rounds of the median polish (default 10).",
            DefaultValueFactory = _ => new MedianPolishOptions().MaxRoundCount,
        };
        var eps = new Option<double?>("--eps")
        {
            Description = "Stop as R's medpolish does, at this relative change of Σ|residual| (R: 0.01); default: stop "
                + "when nothing moves by more than 1e-9.",
        };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("position", "Take row and column effects of plates out by median polish (B-score).")
        {
            input, output, by, method, rounds, eps, features, json,
        };
        command.SetAction(parsed => Correct(
            parsed.GetRequiredValue(input),
            parsed.GetRequiredValue(output),
            parsed.GetValue(by) is { Length: > 0 } columns ? columns : DefaultPlate,
            new PlatePositionOptions
            {
                Method = parsed.GetValue(method) == "residual"
                    ? PlatePositionMethod.Residual
                    : PlatePositionMethod.BScore,
                Polish = new MedianPolishOptions
                {
                    MaxRoundCount = parsed.GetValue(rounds),
                    RelativeSumChange = parsed.GetValue(eps),
                },
            },
            parsed.GetValue(features),
            new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Correct(
        string input, string output, string[] by, PlatePositionOptions options, string[]? features, Output words)
    {
        TableOptions.RequireWritable(output);
        var table = TableOptions.ReadProfiles(input, features, by);
        var result = Attempt.At(input, () => PlatePositionCorrection.Apply(table, by, options));
        var provenance = TableProvenance.Of("tables position")
            .WithOption("by", string.Join(',', by))
            .WithOption("method", NameOf(options.Method))
            .WithOption("max-rounds", options.Polish.MaxRoundCount.ToString(CultureInfo.InvariantCulture))
            .WithOption("eps", options.Polish.RelativeSumChange?.ToString("R", CultureInfo.InvariantCulture) ?? "none")
            .WithOption("features", features is { Length: > 0 } ? string.Join(',', features) : "default")
            .WithInput(input);
        TableOptions.Write(result.Table, output, provenance);
        NormalizationWords.Tell(
            words, new NormalizationWords(input, output, NameOf(options.Method), "all", false), table.RowCount,
            table.FeatureNames, result.Groups);
        return ExitCode.Done;
    }

    /// <summary>The method as <c>--method</c> names it.</summary>
    private static string NameOf(PlatePositionMethod method) => method.ToString().ToLowerInvariant();
}
