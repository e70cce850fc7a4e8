using System.CommandLine;
using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Selection;
using HcsGrid.Profiling.Tables;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables select IN OUT --operation NAME,…</c>: leaves out features that tell nothing new or nothing
/// trustworthy.
/// </summary>
internal static class TablesSelectCommand
{
    private static readonly string[] Names =
    [
        "variance_threshold", "correlation_threshold", "drop_na_columns", "drop_outliers", "noise_removal", "blocklist",
    ];

    public static Command Make()
    {
        var input = TableOptions.Input();
        var output = TableOptions.Output();
        var operations = TableOptions.Names(
            "--operation",
            $"Operations in their order (default: variance_threshold): {string.Join(", ", Names)}.");
        var samples = new Option<string>("--samples")
        {
            Description = "The rows to judge by: all (default), or a condition as \"Metadata_x == 'y'\".",
            DefaultValueFactory = _ => "all",
        };
        var naCutoff = Number("--na-cutoff", "Largest share of missing values", 0.05);
        var threshold = Number("--corr-threshold", "Largest correlation", 0.9);
        var method = new Option<string>("--corr-method")
        {
            Description = "pearson (default) or spearman.",
            DefaultValueFactory = _ => "pearson",
        };
        method.AcceptOnlyFromAmong("pearson", "spearman");
        var freqCut = Number("--freq-cut", "Least ratio of the second most common value's count to the first's", 0.05);
        var uniqueCut = Number("--unique-cut", "Least ratio of distinct values to rows", 0.01);
        var outlierCutoff = Number("--outlier-cutoff", "Largest magnitude of a value", 500);
        var noiseGroups = TableOptions.Names(
            "--noise-removal-perturb-groups", "The columns whose values replicates share; noise_removal needs them.");
        var noiseCutoff = Number("--noise-removal-stdev-cutoff", "Largest mean sd among replicates", 0.8);
        var blocklist = new Option<string?>("--blocklist", "--blocklist-file")
        {
            Description = "A CSV file whose column 'blocklist' names features; blocklist needs it.",
        };
        var features = TableOptions.Features();
        var json = CommonOptions.Json();
        var command = new Command("select", "Leave out features that tell nothing new or nothing trustworthy.")
        {
            input, output, operations, samples, naCutoff, threshold, method, freqCut, uniqueCut, outlierCutoff,
            noiseGroups, noiseCutoff, blocklist, features, json,
        };
        command.Aliases.Add("feature_select");
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(operations) is { Length: > 0 } given ? given : Names[..1];
            var known = new Dictionary<string, Func<IFeatureOperation>>(StringComparer.Ordinal)
            {
                [Names[0]] = () => new VarianceThreshold
                {
                    FrequencyCut = parsed.GetValue(freqCut),
                    UniqueCut = parsed.GetValue(uniqueCut),
                },
                [Names[1]] = () => new CorrelationThreshold
                {
                    Threshold = parsed.GetValue(threshold),
                    Method = Enum.Parse<CorrelationMethod>(parsed.GetRequiredValue(method), ignoreCase: true),
                },
                [Names[2]] = () => new DropNaColumns { NaCutoff = parsed.GetValue(naCutoff) },
                [Names[3]] = () => new DropOutliers { OutlierCutoff = parsed.GetValue(outlierCutoff) },
                [Names[4]] = () => NoiseRemovalOf(parsed.GetValue(noiseGroups), parsed.GetValue(noiseCutoff)),
                [Names[5]] = () => Blocklist.Read(
                    parsed.GetValue(blocklist) ?? throw Wrong("blocklist needs --blocklist FILE")),
            };
            return Select(
                parsed.GetRequiredValue(input),
                parsed.GetRequiredValue(output),
                [.. names.Select(name => OperationOf(known, name))],
                RowCondition.Parse(parsed.GetRequiredValue(samples)),
                parsed.GetValue(features),
                new Output(parsed.GetValue(json)));
        });
        return command;
    }

    private static IFeatureOperation OperationOf(Dictionary<string, Func<IFeatureOperation>> known, string name) =>
        known.TryGetValue(name, out var make)
            ? make()
            : throw Wrong($"--operation has '{name}', expected {string.Join(", ", Names)}");

    private static NoiseRemoval NoiseRemovalOf(string[]? groups, double cutoff) => groups is { Length: > 0 }
        ? new NoiseRemoval(groups) { StdevCutoff = cutoff }
        : throw Wrong("noise_removal needs --noise-removal-perturb-groups COL,…");

    private static Option<double> Number(string name, string description, double value) => new(name)
    {
        Description = $"{description} (default {value.ToString(CultureInfo.InvariantCulture)}).",
        DefaultValueFactory = _ => value,
    };

    private static ScreenDataException Wrong(string message) => new(message, Place.Unknown);

    private static int Select(
        string input,
        string output,
        IReadOnlyList<IFeatureOperation> operations,
        RowCondition samples,
        string[]? features,
        Output words)
    {
        TableOptions.RequireWritable(output);
        var table = TableOptions.ReadProfiles(
            input, features, [.. operations.OfType<NoiseRemoval>().SelectMany(operation => operation.PerturbGroups)]);
        var rows = samples.RowsOf(table);
        if (table.RowCount == 0)
            throw new ScreenDataException("The table has no rows to judge by", new Place { Blob = input });
        if (rows.Count == 0)
            throw new ScreenDataException($"No row fulfils --samples {samples}", new Place { Blob = input });
        var selection = new FeatureSelection(operations);
        var result = Attempt.At(
            input, () => samples.IsAll ? selection.Select(table) : selection.Select(table, rows));
        var provenance = TableProvenance.Of("tables select")
            .WithOption("operation", string.Join(',', operations.Select(operation => operation.Name)))
            .WithOption("samples", samples.Text)
            .WithOption("features", features is { Length: > 0 } ? string.Join(',', features) : "default");
        foreach (var operation in operations.Where(operation => operation is not Blocklist))
            provenance = provenance.WithOption(operation.Name, $"{operation}");
        TableOptions.Write(result.Table, output, provenance.WithInput(input));
        if (words.IsJson)
        {
            Output.WriteJson(new
            {
                Input = input,
                Output = output,
                Operations = operations.Select(operation => operation.Name),
                Rows = table.RowCount,
                JudgedRows = rows.Count,
                Features = table.FeatureCount,
                result.Kept,
                result.Dropped,
            });
            return ExitCode.Done;
        }

        var told = new Table().Border(TableBorder.Rounded).AddColumns("Operation", "Features left out");
        foreach (var operation in operations.Select(operation => operation.Name).Distinct())
            told.AddRow(operation, $"{result.Dropped.Count(dropped => dropped.Operation == operation)}");
        words.People.Write(told);
        Output.WriteLine($"{output}: {result.Kept.Count} of {table.FeatureCount} features, {table.RowCount} rows");
        return ExitCode.Done;
    }
}
