using System.Diagnostics;
using System.Globalization;
using HcsGrid.Imaging;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Wells of nine sites that cost nothing to read and nothing to embed on two silos: what is left is the system's own
/// work for a well, and whether it grows with the number of plates.
/// </summary>
/// <remarks>The run is divided into windows of as many wells each. On a shared machine wells per second tell of the
/// other work on it, too; allocated bytes and messages of a well do not. The runtime compiles hot code again, better,
/// for minutes; a job of other plates before the measured one lets it come to its end.</remarks>
internal static class ManyWellsBenchmark
{
    private const int SiteCount = 9;
    private const int SlotCount = 4;
    private const int WindowCount = 10;
    private const string MeasuredId = "benchmark-2";
    private static readonly TimeSpan TablesPatience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(
        string folder, int plateCount, int replicateCount, int seconds, int warmUpPlateCount)
    {
        var began = Stopwatch.GetTimestamp();
        using var cluster = await BenchmarkCluster.StartAsync(
            folder, new ListedScreen(warmUpPlateCount > 0 ? warmUpPlateCount : plateCount, SiteCount, replicateCount),
            new MadeUpModel(BatchSize: 1, TileSizePixels: 8, RunnerCount: 1), new MadeUpImage(8, 8, SampleType.UInt8),
            [(SlotCount, true), (SlotCount, true)]);
        var total = plateCount * ListedScreen.WellsPerPlate;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{total} wells of {SiteCount} sites on {plateCount} plates, {warmUpPlateCount} plates before them; " +
            $"planned, and two silos started after {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
        if (warmUpPlateCount == 0)
        {
            await MeasureAsync(cluster, BenchmarkCluster.FirstId, total, seconds);
            return;
        }

        await WatchAsync(cluster, BenchmarkCluster.FirstId, warmUpPlateCount * ListedScreen.WellsPerPlate, seconds);
        await PrintTablesAsync(cluster, BenchmarkCluster.FirstId);
        await cluster.AddAsync(MeasuredId, new ListedScreen(plateCount, SiteCount, replicateCount));
        await MeasureAsync(cluster, MeasuredId, total, seconds);
    }

    private static async Task MeasureAsync(BenchmarkCluster cluster, string id, int total, int seconds)
    {
        var moments = await WatchAsync(cluster, id, total, seconds);
        Print(moments);
        if (WellsSince(moments[0], moments[^1]) >= total)
            await PrintTablesAsync(cluster, id);
    }

    /// <summary>Looks at both silos every second until the wells of a job have ended or the time is up.</summary>
    private static async Task<List<SiloSample[]>> WatchAsync(
        BenchmarkCluster cluster, string id, int total, int seconds)
    {
        List<SiloSample[]> moments = [[.. cluster.Silos.Select(s => s.Last)]];
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            SiloSample[] now = [.. cluster.Silos.Select(s => s.Last)];
            moments.Add(now);
            var done = WellsSince(moments[0], now);
            if (moments.Count % 30 == 0)
                Console.Error.WriteLine($"{moments.Count} s: {done} wells of {total}, {Describe(now)}");
            if (done >= total || moments.Count >= seconds || cluster.Silos.Any(s => s.HasEnded) ||
                (await cluster.RecordAsync(id)).HasEnded)
                break;
        }

        return moments;
    }

    private static long WellsSince(SiloSample[] start, SiloSample[] now) =>
        now.Sum(s => s.WellCount) - start.Sum(s => s.WellCount);

    private static void Print(List<SiloSample[]> moments)
    {
        Console.WriteLine(
            "| wells | wells/s | processor ms a well | KiB allocated a well | messages a well | bytes sent a well | " +
            "grains active | places known | live MiB of each silo | resident MiB of each silo |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        var start = moments[0];
        var first = moments.FindLastIndex(m => WellsSince(start, m) == 0);
        var total = WellsSince(start, moments[^1]);
        for (var window = 1; window <= WindowCount; window++)
        {
            var last = moments.FindIndex(m => WellsSince(start, m) >= total * window / WindowCount);
            if (last <= first)
                continue;
            Console.WriteLine(Row(start, moments[first], moments[last]));
            first = last;
        }
    }

    private static string Row(SiloSample[] start, SiloSample[] from, SiloSample[] to)
    {
        var wells = Delta(s => s.WellCount);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {WellsSince(start, to)} | {wells / (Delta(s => s.Seconds) / to.Length):F0} " +
            $"| {Delta(s => s.ProcessorMilliseconds) / wells:F2} | {Delta(s => s.AllocatedBytes) / wells / 1024:F1} " +
            $"| {Delta(s => s.SentCount) / wells:F2} | {Delta(s => s.SentBytes) / wells:F0} | {Describe(to)} |");

        double Delta(Func<SiloSample, double> value) => to.Sum(value) - from.Sum(value);
    }

    private static string Describe(SiloSample[] silos) =>
        $"{silos.Sum(s => s.ActivationCount)} | {silos.Sum(s => s.KnownPlaceCount)} " +
        $"| {string.Join(" + ", silos.Select(s => s.LiveBytes >> 20))} " +
        $"| {string.Join(" + ", silos.Select(s => s.ResidentBytes >> 20))}";

    private static async Task PrintTablesAsync(BenchmarkCluster cluster, string id)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (!(await cluster.RecordAsync(id)).HasEnded && Stopwatch.GetElapsedTime(began) < TablesPatience)
            await timer.WaitForNextTickAsync();
        var record = await cluster.RecordAsync(id);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s after the last well the job is {record.State} " +
            $"({record.Reason ?? "no reason"}), {Describe([.. cluster.Silos.Select(s => s.Last)])}"));
    }
}
