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
    private static readonly string[] Works = ["mean", "median", "normalize", "scattered-mean", "scattered-median"];

    public static void Run(string folder, double[] gigabytes, int memoryMebibytes, int levels)
    {
        Directory.CreateDirectory(folder);
        var peaks = Works.ToDictionary(work => work, _ => new List<double>());
        Console.WriteLine("| work | GB of doubles | file MB | seconds | peak MiB | peak MiB, anonymous |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var input = Path.Combine(folder, "in.parquet");
        foreach (var size in gigabytes)
        {
            foreach (var isScattered in (bool[])[false, true])
            {
                StreamedTableMaker.Write(input, 0, isScattered, levels);
                foreach (var work in Works.Where(work => work.StartsWith("scattered", StringComparison.Ordinal) == isScattered))
                {
                    var told = RunAlone("stream-one", work, input, Path.Combine(folder, "out.parquet"),
                        memoryMebibytes.ToString(CultureInfo.InvariantCulture)).Split(' ');
                    peaks[work].Add(double.Parse(told[1], CultureInfo.InvariantCulture));
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {work} | {size} | {new FileInfo(input).Length / 1e6:N0} | {told[0]} | {told[1]} | {told[2]} |"));
                }
            }
        }

        File.Delete(input);
        File.Delete(Path.Combine(folder, "out.parquet"));
        foreach (var (work, found) in peaks)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{work}: {Slope(gigabytes, found):N2} MiB per GB"));
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
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
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
