using System.Diagnostics;
using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Tables of growing size, aggregated and normalized in chunks: seconds and the largest working set of each, and the
/// slope in memory per table.
/// </summary>
/// <remarks>
/// Every measurement is a process of its own, so that its peak is its own. The tables are object tables: 50 features,
/// wells of 400 whose rows stand together, or lie scattered over the table (a sort on disk); plates of 384 wells.
/// </remarks>
internal static class StreamBenchmark
{
    private const int FeatureCount = 50;
    private const int ObjectsPerWell = 400;

    public static void Run(string folder, double[] gigabytes, int memoryMebibytes)
    {
        Directory.CreateDirectory(folder);
        Console.WriteLine("| work | GB of doubles | seconds | peak MiB |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var work in (string[])["mean", "median", "median-scattered", "normalize"])
        {
            var peaks = new List<double>();
            foreach (var size in gigabytes)
            {
                var input = Path.Combine(folder, "in.parquet");
                Make(input, (int)(size * 1e9 / (8 * FeatureCount)), work == "median-scattered");
                var told = RunAlone("stream-one", work, input, Path.Combine(folder, "out.parquet"),
                    memoryMebibytes.ToString(CultureInfo.InvariantCulture)).Split(' ');
                peaks.Add(double.Parse(told[1], CultureInfo.InvariantCulture));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"| {work} | {size} | {told[0]} | {peaks[^1]:N0} |"));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {work}, slope | | | {Slope(gigabytes, peaks):N1} MiB per GB |"));
        }
    }

    /// <summary>One measurement: prints seconds and the largest working set in MiB.</summary>
    public static void RunOne(string work, string input, string output, int memoryMebibytes)
    {
        var options = new StreamingOptions { MemoryBytes = (long)memoryMebibytes << 20 };
        var start = Stopwatch.GetTimestamp();
        if (work == "normalize")
        {
            StreamingNormalizer.Normalize(
                input, output, ["Metadata_Plate"], RowCondition.All, new NormalizerOptions(), FeatureChoice.Default,
                options, TableProvenance.None);
        }
        else
        {
            StreamingAggregator.Aggregate(
                input, output, ["Metadata_Plate", "Metadata_Well"],
                work == "mean" ? AggregationMethod.Mean : AggregationMethod.Median,
                FeatureChoice.Default, options, TableProvenance.None);
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} {process.PeakWorkingSet64 / 1048576.0:F0}"));
    }

    /// <summary>Writes a table of uniform numbers in parts of 100,000 rows, so that making it takes little memory
    /// too.</summary>
    private static void Make(string path, int rowCount, bool isScattered)
    {
        const int PartRowCount = 100_000;
        string[] names = [.. Enumerable.Range(0, FeatureCount).Select(f => $"Cells_f{f}")];
        var wellCount = Math.Max(1, rowCount / ObjectsPerWell);
        IEnumerable<ProfileTable> Parts()
        {
            var random = new Random(1);
            var row = new double[FeatureCount];
            for (var first = 0; first < rowCount; first += PartRowCount)
            {
                var builder = new ProfileTableBuilder(["Metadata_Plate", "Metadata_Well"], names);
                for (var i = first; i < Math.Min(first + PartRowCount, rowCount); i++)
                {
                    foreach (ref var value in row.AsSpan())
                        value = random.NextDouble();
                    var well = isScattered ? (int)(i * 7919L % wellCount) : i / ObjectsPerWell;
                    var letter = (char)('A' + (well % 384 / 24));
                    builder.AddRow([$"P{well / 384:0000}", $"{letter}{(well % 24) + 1:00}"], row);
                }

                yield return builder.Build();
            }
        }

        TableChunks.Write(path, Parts(), TableProvenance.None, new StreamingOptions());
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
