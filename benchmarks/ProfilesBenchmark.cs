using System.Diagnostics;
using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Selection;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The statistics of profiles against numpy, pandas and scipy doing the same on the same made-up screen.
/// </summary>
/// <remarks>
/// In each round every step runs here and then in the Python process, one after the other on the same cores; a step's
/// number is the median over the rounds, and its ratio the median of the ratios taken within a round, because the
/// machine may be shared. The first round warms up and does not count. Both sides must agree on a number made of the
/// outcome to 1e-5: they did the same work.
/// </remarks>
internal sealed class ProfilesBenchmark(ProfileTable table)
{
    private static readonly string[] ByCompound = ["Metadata_Compound"];

    private readonly int[] _all = [.. Enumerable.Range(0, table.RowCount)];

    private readonly int[] _controls =
    [
        .. Enumerable.Range(0, table.RowCount).Where(row => table.Metadata("Metadata_Role")[row] == "control"),
    ];

    /// <summary>Runs the named steps, or all of them.</summary>
    public static void Run(int rounds, IReadOnlyCollection<string> only)
    {
        var table = MadeUpScreen.Make(seed: 1);
        var folder = Directory.CreateTempSubdirectory("hcsgrid-profiles");
        try
        {
            MadeUpScreen.Write(table, folder.FullName);
            using var peer = PythonPeer.Start(folder.FullName, Environment.ProcessorCount);
            new ProfilesBenchmark(table).Measure(peer, rounds, only);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Measure(PythonPeer peer, int rounds, IReadOnlyCollection<string> only)
    {
        (string Name, string Step, Func<Func<double>> Work)[] steps =
        [
            ("mad_robustize by plate", "mad_robustize", Normalize),
            ("median by compound", "median_aggregate", () => Aggregate(AggregationMethod.Median)),
            ("mean by compound", "mean_aggregate", () => Aggregate(AggregationMethod.Mean)),
            ("modz by compound", "modz", Modz),
            ("correlation_threshold", "correlation_threshold", Select),
            ("sphering fitted on 1,280 controls", "sphere_controls", () => Sphere(_controls)),
            ("sphering fitted on all 7,680 rows", "sphere_all", () => Sphere(_all)),
            ("the same against a thin SVD", "sphere_all_thin", () => Sphere(_all)),
            ("average precision, 8.2 M pairs", "average_precision", Precision),
        ];
        if (only.Count > 0)
            steps = [.. steps.Where(step => only.Contains(step.Step))];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{table.RowCount:N0} rows of {table.FeatureCount} features, {Environment.ProcessorCount} cores"));
        var results = steps.Select(_ => new List<(StepResult Ours, StepResult Theirs)>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                var (ours, theirs) = (RunHere(steps[i].Work), peer.Run(steps[i].Step));
                if (Math.Abs(ours.Check - theirs.Check) > 1e-5 * Math.Abs(theirs.Check))
                {
                    throw new InvalidOperationException(
                        $"{steps[i].Name}: {ours.Check:R} here, {theirs.Check:R} there.");
                }

                if (round > 0)
                    results[i].Add((ours, theirs));
            }

            Console.Error.WriteLine($"round {round} of {rounds}");
        }

        Print([.. steps.Select(step => step.Name)], results);
    }

    private static StepResult RunHere(Func<Func<double>> work)
    {
        var memory = PeakMemory.Start();
        var start = Stopwatch.GetTimestamp();
        var check = work();
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new StepResult(milliseconds, check(), memory.Bytes);
    }

    private static void Print(string[] names, List<(StepResult Ours, StepResult Theirs)>[] results)
    {
        Console.WriteLine();
        Console.WriteLine("| step | ours ms | theirs ms | times as fast | ours MB | theirs MB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (var i = 0; i < names.Length; i++)
        {
            var ours = Median(results[i].Select(r => r.Ours.Milliseconds));
            var theirs = Median(results[i].Select(r => r.Theirs.Milliseconds));
            var ratio = Median(results[i].Select(r => r.Theirs.Milliseconds / r.Ours.Milliseconds));
            var (here, there) = (results[i].Max(r => r.Ours.PeakBytes), results[i].Max(r => r.Theirs.PeakBytes));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {names[i]} | {ours:N1} | {theirs:N1} | {ratio:N2} | {here / 1e6:N0} | {there / 1e6:N0} |"));
        }
    }

    private static double Median(IEnumerable<double> values) => OrderStatistics.Median(values.ToArray());

    private static Func<double> SizeOf(ProfileTable result) => () =>
    {
        var sum = 0.0;
        foreach (var value in result.ColumnMajorValues)
            sum += Math.Abs(value);
        return sum;
    };

    private Func<double> Normalize() =>
        SizeOf(GroupNormalizer.Normalize(table, ["Metadata_Plate"], _all, new NormalizerOptions()).Table);

    private Func<double> Aggregate(AggregationMethod method) =>
        SizeOf(Aggregator.Aggregate(table, ByCompound, method));

    private Func<double> Modz() => SizeOf(Consensus.Of(table, ByCompound, ConsensusOperation.Modz, new ModzOptions()));

    private Func<double> Select()
    {
        var selected = new FeatureSelection([new CorrelationThreshold()]).Select(table).Table;
        return () => selected.FeatureCount;
    }

    private Func<double> Sphere(int[] reference) =>
        SizeOf(Sphering.Fit(table, reference, new SpheringOptions()).Apply(table));

    private Func<double> Precision()
    {
        var rules = new PairRules
        {
            PosSameBy = ["Metadata_Compound", "Metadata_Reference"],
            NegDiffBy = ["Metadata_Compound", "Metadata_Reference"],
        };
        var options = new AveragePrecisionOptions();
        var result = AveragePrecision.Of(table, rules, options);
        _ = AveragePrecision.MeanOf(result, table, ByCompound, options);
        return () => result.Profiles.Select(p => p.AveragePrecision).Where(double.IsFinite).Sum();
    }
}
