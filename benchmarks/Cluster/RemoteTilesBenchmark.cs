using System.Globalization;
using HcsGrid.Imaging;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Tiles that two silos send to the model of a third, against the same model with the same wells in its own silo. The
/// model is the limit in both; wells have three tiles, fewer than a batch.
/// </summary>
/// <remarks>A round runs both, one after the other; the ratio is the median of the rounds' ratios. Counted is from the
/// half to nine tenths of the tiles: before that the senders, two processes more than the local run has, compile their
/// code, and take up to half a core each from a model that computes.</remarks>
internal static class RemoteTilesBenchmark
{
    private const int TileSizePixels = 128;
    private const int TilesPerWell = 3;

    /// <summary>Measures one of the models, or with 0 all.</summary>
    public static async Task RunAsync(string folder, int rounds, int caseNumber)
    {
        Console.WriteLine("| model | round | local tiles/s | fill | remote tiles/s | fill | ratio | sent KiB a well |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        (string Name, MadeUpModel Model, int SlotCount)[] cases =
        [
            ("waits 250 ms, batches of 16", new MadeUpModel(16, TileSizePixels, 1, WaitMilliseconds: 250), 24),
            ("waits 1 s, batches of 64", new MadeUpModel(64, TileSizePixels, 1, WaitMilliseconds: 1000), 48),
            ("computes, batches of 16", new MadeUpModel(16, TileSizePixels, 2, WorkCount: 200_000_000), 24),
        ];
        foreach (var (name, model, slots) in caseNumber == 0 ? cases : cases[(caseNumber - 1)..caseNumber])
        {
            var ratios = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var local = await MeasureAsync(folder, model, [(slots, true)]);
                var remote = await MeasureAsync(folder, model, [(0, true), (slots / 2, false), (slots / 2, false)]);
                ratios.Add(remote.Rate / local.Rate);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {round} | {local.Rate:F1} | {local.Fill:F3} | {remote.Rate:F1} | {remote.Fill:F3} " +
                    $"| {ratios[^1]:F3} | {remote.SentBytes / 1024:F0} |"));
            }

            ratios.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | median | | | | | **{ratios[ratios.Count / 2]:F3}** | |"));
        }
    }

    private static async Task<(double Rate, double Fill, double SentBytes)> MeasureAsync(
        string folder, MadeUpModel model, IReadOnlyList<(int WellSlots, bool HasModel)> silos)
    {
        // The slowest model takes a plate in half a minute.
        const int plateCount = 3;
        const int total = plateCount * ListedScreen.WellsPerPlate * TilesPerWell;
        using var cluster = await BenchmarkCluster.StartAsync(
            folder, new ListedScreen(plateCount, siteCount: 1, replicateCount: 1), model,
            new MadeUpImage(TilesPerWell * TileSizePixels, TileSizePixels, SampleType.UInt16), silos);
        SiloSample[]? from = null;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        while (await timer.WaitForNextTickAsync())
        {
            SiloSample[] now = [.. cluster.Silos.Select(s => s.Last)];
            if (now[0].TileCount >= total / 2)
                from ??= now;
            if (from is not null && now[0].TileCount >= total * 9L / 10)
                return Compare(from, now, model);
            if (await cluster.RecordAsync() is { HasEnded: true } record)
                throw new InvalidOperationException($"The job ended as {record.State}: {record.Reason}");
        }

        throw new InvalidOperationException("The timer has ended.");
    }

    private static (double Rate, double Fill, double SentBytes) Compare(
        SiloSample[] from, SiloSample[] to, MadeUpModel model)
    {
        var tiles = (double)(to[0].TileCount - from[0].TileCount);
        return (
            tiles / (to[0].Seconds - from[0].Seconds),
            tiles / ((to[0].BatchCount - from[0].BatchCount) * model.BatchSize),
            (to.Sum(s => s.SentBytes) - from.Sum(s => s.SentBytes)) / (tiles / TilesPerWell));
    }
}
