using System.Diagnostics;
using System.Globalization;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Tables of growing size, aggregated and normalized in chunks: seconds and the largest working set of each, and the
/// slope in memory per table.
/// </summary>
/// <remarks>Every measurement is a process of its own, so that its peak is its own.</remarks>
internal static class StreamBenchmark
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly string[] Works = ["mean", "median", "normalize", "scattered-mean", "scattered-median"];

    /// <param name="plates">Numbers of plates, of 0.98 GB of doubles each, that grow.</param>
    public static void Run(string folder, int[] plates, int memoryMebibytes, int levels)
    {
        var peaks = Works.ToDictionary(work => work, _ => new List<double>());
        Console.WriteLine("| work | plates | seconds | peak MiB | anonymous MiB |");
        Console.WriteLine("|---|---|---|---|---|");
        var memory = memoryMebibytes.ToString(CultureInfo.InvariantCulture);
        foreach (var isScattered in (bool[])[false, true])
        {
            var input = Directory.CreateDirectory(Path.Combine(folder, "in.parquet")).FullName;
            var made = 0;
            foreach (var count in plates)
            {
                for (; made < count; made++)
                {
                    StreamedTableMaker.Write(
                        Path.Combine(input, $"{made:0000}.parquet"), made, isScattered, levels);
                }

                foreach (var work in Works.Where(work => work.StartsWith("scattered", Ordinal) == isScattered))
                {
                    // A folder of its own takes what is normalized, so that its directory stays small too.
                    var output = Path.Combine(folder, work == "normalize" ? "out.parquet/" : "profiles.parquet");
                    var told = RunAlone("stream-one", work, input, output, memory).Split(' ');
                    peaks[work].Add(double.Parse(told[1], CultureInfo.InvariantCulture));
                    Console.WriteLine($"| {work} | {count} | {told[0]} | {told[1]} | {told[2]} |");
                }
            }

            Directory.Delete(input, recursive: true);
        }

        double[] sizes = [.. plates.Select(count => count * StreamedTableMaker.PlateGigabytes)];
        foreach (var (work, found) in peaks)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{work}: {Slope(sizes, found):N2} MiB per GB"));
        }
    }

    /// <summary>One measurement: prints seconds, the largest working set and the largest anonymous memory in MiB; and
    /// on standard error where each GB found them.</summary>
    public static void RunOne(string work, string input, string output, int memoryMebibytes)
    {
        var options = new StreamingOptions { MemoryBytes = (long)memoryMebibytes << 20 };
        var memory = new StreamMemory(StreamedTableMaker.FeatureCount);
        var start = Stopwatch.GetTimestamp();
        if (work == "normalize")
        {
            StreamingNormalizer.Normalize(
                input, output, ["Metadata_Plate"], RowCondition.All, new NormalizerOptions(), FeatureChoice.Default,
                options, TableProvenance.None, memory);
        }
        else
        {
            StreamingAggregator.Aggregate(
                input, output, ["Metadata_Plate", "Metadata_Well"],
                work.EndsWith("mean", StringComparison.Ordinal) ? AggregationMethod.Mean : AggregationMethod.Median,
                FeatureChoice.Default, options, TableProvenance.None, memory);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} {StreamMemory.PeakMebibytes:F0} "
            + $"{memory.PeakAnonymousMebibytes:F0}"));
    }

    private static string RunAlone(params string[] args)
    {
        using var process = Process.Start(ThisProgram.StartInfo(args))!;
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? told.Trim() : throw new InvalidOperationException($"{args[1]} failed");
    }

    private static double Slope(double[] x, List<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
