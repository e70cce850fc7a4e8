using System.CommandLine;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// What the commands of average precision have in common: options, the work, and how its result is told.
/// </summary>
internal sealed class PrecisionOptions
{
    private readonly Option<string[]> _groupBy = TableOptions.Names(
        "--group-by", "The columns whose groups have a mean (default: those that positive pairs agree in).");

    private static readonly Dictionary<string, PairDistance> Distances = new(StringComparer.Ordinal)
    {
        ["cosine"] = PairDistance.Cosine,
        ["abs_cosine"] = PairDistance.AbsCosine,
        ["correlation"] = PairDistance.Correlation,
        ["abs_correlation"] = PairDistance.AbsCorrelation,
        ["euclidean"] = PairDistance.Euclidean,
    };

    private readonly Option<string> _distance = new("--distance")
    {
        Description = "What profiles are ranked by: cosine (default), abs_cosine, correlation, abs_correlation or "
            + "euclidean.",
        DefaultValueFactory = _ => "cosine",
    };

    private readonly Option<int> _nullSize = EvaluateOptions.NullSize();
    private readonly Option<int> _seed = EvaluateOptions.Seed();
    private readonly Option<double> _threshold = EvaluateOptions.Threshold();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to write each profile's average precision as a table.",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public PrecisionOptions() => _distance.AcceptOnlyFromAmong([.. Distances.Keys]);

    /// <summary>The name of a distance, as copairs has it.</summary>
    public static string NameOf(PairDistance distance) => Distances.Single(pair => pair.Value == distance).Key;

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_groupBy, _distance, _nullSize, _seed, _threshold, _out, _json])
            command.Add(option);
    }

    public IEnumerable<string> NamedColumns(ParseResult parsed) => parsed.GetValue(_groupBy) ?? [];

    /// <summary>Computes, writes and tells.</summary>
    public int Run(ParseResult parsed, EvaluateTable table, PairRules rules, IReadOnlyList<string> defaultGroups)
    {
        if (parsed.GetValue(_out) is { } output)
            TableOptions.RequireWritable(output);
        var groupBy = parsed.GetValue(_groupBy) is { Length: > 0 } named ? named : defaultGroups;
        table.Require("--group-by", groupBy);
        var options = new AveragePrecisionOptions
        {
            Distance = Distances[parsed.GetRequiredValue(_distance)],
            NullSize = parsed.GetValue(_nullSize),
            Seed = parsed.GetValue(_seed),
            Threshold = parsed.GetValue(_threshold),
        };
        var (result, groups) = table.Try(profiles =>
        {
            var found = AveragePrecision.Of(profiles, rules, options);
            return (found, AveragePrecision.MeanOf(found, profiles, groupBy, options, rules.MultilabelColumn));
        });
        table.RequireFeatures(result.FeatureCount);
        if (parsed.GetValue(_out) is { } path)
            PrecisionReport.Write(path, table, rules, options, result);
        table.TellAlikeRows();
        PrecisionReport.Tell(new Output(parsed.GetValue(_json)), table, rules, options, result, groupBy, groups);
        return groups.Count == 0
            ? table.TellUndefined("mean average precision", "no profile that belongs to a group has a positive pair")
            : ExitCode.Done;
    }
}
