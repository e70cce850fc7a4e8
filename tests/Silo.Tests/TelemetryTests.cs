using System.Text.Json.Nodes;
using HcsGrid.Plates;
using HcsGrid.Runs.Tests;

namespace HcsGrid.Silo.Tests;

public class TelemetryTests
{
    private const int WellCount = 24;
    private const int ChannelCount = 3;
    private static readonly string[] OfEachWell = ["well", "run well", "read site", "send tiles", "embed tiles"];

    [Fact]
    public async Task A_collector_gets_each_well_as_one_trace_over_the_silos_and_all_that_is_watched()
    {
        using var folder = new TempFolder();
        using var screen = await FaultScreen.SimulateAsync(plateCount: 1, wellsPerPlate: WellCount);
        var broken = Break(screen);
        await using var collector = new OtlpCollector();
        await using var cluster = new ProcessCluster(
            screen.Images, folder.Path, connection: null, collector.Settings)
        { Slots = 0 };
        await cluster.AddAsync("gpu");
        cluster.Slots = 3;
        await cluster.AddAsync("cpu");
        await cluster.StartGatewayAsync();

        await cluster.SubmitAsync(screen.Job, "job");
        var end = await cluster.UntilAsync("job", _ => false);
        Assert.Equal(
            ("finished", WellCount - 1, 1),
            ((string)end["state"]!, (int)end["wellsDone"]!, (int)end["wellsFailed"]!));

        var summary = JsonNode.Parse(await File.ReadAllTextAsync(
            folder.PathOf("runs/job/profiles/summary.json"), TestContext.Current.CancellationToken))!;
        var tileCount = (long)summary["tileCount"]!;
        Assert.InRange(tileCount, (WellCount - 1) * ChannelCount, int.MaxValue);
        await collector.UntilAsync(() =>
            collector.Points.Where(p => p.Metric == "hcsgrid.model.tiles").Sum(p => p.Value) >= tileCount);
        CheckModel(collector, screen.Job.Model, tileCount);

        // Whoever is asked to stop sends what he still has.
        Assert.Equal(0, await cluster.Silos[1].StopAsync());
        Assert.Equal(0, await cluster.Silos[0].StopAsync());
        Assert.Equal(tileCount, ValueOf(collector, "hcsgrid.model.tiles"));
        Assert.Equal(
            ["hcsgrid-cpu", "hcsgrid-gateway", "hcsgrid-gpu"],
            collector.Points.Select(p => p.Process.Split(' ')[0]).Distinct().Order());
        CheckWells(collector);
        CheckTraces(collector.Spans, broken);
        CheckLines(collector);
    }

    /// <summary>Spoils a well's images.</summary>
    private static string Break(FaultScreen screen)
    {
        var images = Directory.GetFiles(screen.Images, "*_B03_s1_*.tif", SearchOption.AllDirectories);
        Assert.Equal(ChannelCount, images.Length);
        foreach (var image in images)
            File.WriteAllBytes(image, [1, 2, 3]);
        return "B03";
    }

    private static void CheckModel(OtlpCollector collector, string model, long tileCount)
    {
        var points = collector.Points.Where(p => p.Metric.StartsWith("hcsgrid.model.", StringComparison.Ordinal));
        Assert.All(points, p => Assert.StartsWith("hcsgrid-gpu ", p.Process, StringComparison.Ordinal));
        Assert.Equal(tileCount, ValueOf(collector, "hcsgrid.model.tiles"));
        Assert.InRange(ValueOf(collector, "hcsgrid.model.batches"), 1, tileCount);
        // A silo has every model of its folder, and tells of each.
        Assert.InRange(ValueOf(collector, "hcsgrid.model.batch.fill", "hcsgrid.model", model), 1d / 4096, 1);
        Assert.InRange(ValueOf(collector, "hcsgrid.model.busy.time"), 1e-4, 3600);
        Assert.Equal(0, ValueOf(collector, "hcsgrid.model.queue.age"));
        Assert.Equal(0, ValueOf(collector, "hcsgrid.model.queue.sites"));
        Assert.Equal(1, ValueOf(collector, "hcsgrid.model.healthy", "hcsgrid.model", model));
        Assert.All(Of(collector, "hcsgrid.model.healthy"), p => Assert.Equal(1, p.Value));
        Assert.All(
            collector.Points.Where(p => p.Metric is "hcsgrid.model.queue.age" or "hcsgrid.model.busy.time"),
            p => Assert.Equal("s", p.Unit));
    }

    private static void CheckWells(OtlpCollector collector)
    {
        Assert.Equal(WellCount - 1, ValueOf(collector, "hcsgrid.wells", "hcsgrid.outcome", "done"));
        Assert.Equal(1, ValueOf(collector, "hcsgrid.wells", "hcsgrid.outcome", "failed"));
        Assert.Equal(1, ValueOf(collector, "hcsgrid.failures", "error.type", "data"));
        Assert.Equal(WellCount, CountOf(collector, "hcsgrid.well.duration"));
        Assert.Equal(0, ValueOf(collector, "hcsgrid.wells.waiting"));

        // Sites are read for their wells, and some for the plate's scales before.
        Assert.InRange(CountOf(collector, "hcsgrid.site.read.duration"), WellCount - 1, 2 * WellCount);
        Assert.InRange(ValueOf(collector, "hcsgrid.site.read.duration"), 1e-4, 3600);
        Assert.InRange(CountOf(collector, "hcsgrid.tile_batch.duration"), WellCount - 1, int.MaxValue);
        Assert.Equal(
            CountOf(collector, "hcsgrid.tile_batch.duration"), CountOf(collector, "hcsgrid.tile_batch.credit.wait"));
        Assert.All(
            Of(collector, "hcsgrid.tile_batch.sent"),
            p => Assert.StartsWith("hcsgrid-cpu ", p.Process, StringComparison.Ordinal));
        Assert.NotEqual(0, ValueOf(collector, "hcsgrid.tile_batch.sent"));
    }

    private static void CheckTraces(IReadOnlyList<CollectedSpan> spans, string broken)
    {
        var wells = spans.Where(s => s.Name == "well").ToArray();
        Assert.All(wells, w => Assert.Equal(("", "job"), (w.Parent, w.Tags["hcsgrid.job"])));
        Assert.Equal(
            Enumerable.Range(0, WellCount).Select(i => new WellAddress(i / 6, i % 6).ToString()).Order(),
            wells.Select(w => w.Tags["hcsgrid.well"]).Order());
        Assert.Equal(WellCount, wells.Select(w => w.Trace).Distinct().Count());

        // Nothing of a well is anywhere but in its trace.
        var traces = spans.GroupBy(s => s.Trace).ToDictionary(g => g.Key, g => g.ToArray());
        Assert.All(
            spans.Where(s => s.Name is "run well" or "send tiles" or "embed tiles"),
            s => Assert.Contains(wells, w => w.Trace == s.Trace));
        foreach (var well in wells)
        {
            var trace = traces[well.Trace];
            var run = Assert.Single(trace, s => s.Name == "run well");
            var isBroken = well.Tags["hcsgrid.well"] == broken;
            Assert.Equal(isBroken ? "failed" : "done", run.Tags["hcsgrid.outcome"]);
            Assert.StartsWith("hcsgrid-cpu ", run.Process, StringComparison.Ordinal);
            Assert.Equal(["well", "run well"], WayTo(run, trace));
            Assert.All(
                trace.Where(s => s.Name == "read site"),
                s => Assert.Equal(["well", "run well", "read site"], WayTo(s, trace)));
            var embedded = trace.Where(s => s.Name == "embed tiles").ToArray();
            Assert.Equal(isBroken, embedded.Length == 0);
            Assert.All(embedded, s =>
            {
                Assert.StartsWith("hcsgrid-gpu ", s.Process, StringComparison.Ordinal);
                Assert.Equal(["well", "run well", "send tiles", "embed tiles"], WayTo(s, trace));
            });
            Assert.Equal(
                OfEachWell.Where(n => !isBroken || n is not ("send tiles" or "embed tiles")).Order(),
                trace.Select(s => s.Name).Intersect(OfEachWell).Order());
        }
    }

    private static void CheckLines(OtlpCollector collector)
    {
        var runs = collector.Spans.Where(s => s.Name == "run well").Select(s => s.Trace).ToArray();
        var ended = collector.Lines.Where(l => l.Text.Contains(" ended: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(WellCount - 1, ended.Count(l => l.Text.EndsWith("done", StringComparison.Ordinal)));
        Assert.Equal(runs.Order(), ended.Select(l => l.Trace).Order());
    }

    /// <summary>The program's own spans from a trace's first to one, by their names.</summary>
    private static Stack<string> WayTo(CollectedSpan span, CollectedSpan[] trace)
    {
        var way = new Stack<string>();
        for (var at = span; ; at = Assert.Single(trace, s => s.Id == at.Parent))
        {
            if (OfEachWell.Contains(at.Name))
                way.Push(at.Name);
            if (at.Parent.Length == 0)
                return way;
        }
    }

    private static double ValueOf(OtlpCollector collector, string metric, string? tag = null, string? value = null) =>
        Of(collector, metric).Where(p => tag is null || p.Tags.GetValueOrDefault(tag) == value).Sum(p => p.Value);

    private static long CountOf(OtlpCollector collector, string metric) => Of(collector, metric).Sum(p => p.Count);

    private static CollectedPoint[] Of(OtlpCollector collector, string metric)
    {
        CollectedPoint[] found = [.. collector.Points.Where(p => p.Metric == metric)];
        Assert.True(found.Length > 0, $"Nobody sent {metric}.");
        return found;
    }
}
