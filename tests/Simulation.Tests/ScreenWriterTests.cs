using System.Globalization;
using HcsGrid.Imaging;
using HcsGrid.Plates;
using HcsGrid.Tests;

namespace HcsGrid.Simulation.Tests;

public class ScreenWriterTests
{
    private static readonly SimulatedScreenOptions Small = new()
    {
        PlateCount = 2,
        PlateFormat = PlateFormat.FromWellCount(24),
        SitesPerWell = 2,
        ImageWidth = 80,
        ImageHeight = 64,
        CompoundsPerMoa = 1,
        DosesMicromolar = [0.5, 5],
    };

    [Fact]
    public async Task One_worker_and_four_write_the_same_bytes()
    {
        var one = await WriteAsync(Small, 1);
        var four = await WriteAsync(Small, 4);
        Assert.Equal(one.Keys, four.Keys);
        Assert.All(one.Keys, key => Assert.Equal(one[key], four[key]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_images_are_16_bit_tiff_and_hold_the_drawn_pixels(bool compress)
    {
        var options = Small with { PlateCount = 1, CompressImages = compress };
        var store = await WriteAsync(options, 2);
        var screen = new SimulatedScreen(options);
        var pool = new PixelPool(new PixelPoolOptions());
        var decoder = new ImageDecoder(pool, new ImageDecoderOptions());
        foreach (var channel in screen.Channels)
        {
            var site = new SiteAddress(screen.Plates[0], WellAddress.Parse("B03"), 2);
            using var plane = decoder.DecodePlane(store[$"images/SIM0001/SIM0001_B03_s2_{channel}.tif"]);
            Assert.Equal((80, 64, SampleType.UInt16), (plane.Width, plane.Height, plane.Type));
            Assert.Equal(screen.RenderSite(site, channel), plane.UInt16Samples.ToArray());
        }

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task The_plate_maps_name_every_well_that_has_images_and_nothing_else()
    {
        var store = await WriteAsync(Small, 2);
        var screen = new SimulatedScreen(Small);
        var barcodes = Rows(store, "barcode_platemap.csv", ',');
        Assert.Equal(screen.Plates.Select(p => p.Barcode), barcodes.Select(r => r["Assay_Plate_Barcode"]));
        var compounds = Rows(store, "external_metadata.tsv", '\t').ToDictionary(r => r["broad_sample"]);
        var named = new List<string>();
        foreach (var row in barcodes)
        {
            var plate = new PlateId(row["Assay_Plate_Barcode"]);
            var map = screen.PlateMapOf(plate);
            foreach (var well in Rows(store, $"platemap/{row["Plate_Map_Name"]}.txt", '\t'))
            {
                var address = WellAddress.Parse(well["well_position"]);
                var entry = map[address]!;
                Assert.Equal(row["Plate_Map_Name"], well["plate_map_name"]);
                Assert.Equal(entry.Perturbation!.Identifier, well["broad_sample"]);
                Assert.Equal(entry.Perturbation.Compound, compounds[well["broad_sample"]]["pert_iname"]);
                Assert.Equal(entry.Perturbation.Moa?.Text ?? "", compounds[well["broad_sample"]]["moa"]);
                Assert.Equal(entry.Role.ToTableText(), well["pert_type"]);
                Assert.Equal(
                    entry.Perturbation.Dose,
                    well["mmoles_per_liter"] is { Length: > 0 } dose
                        ? Math.Round(1000 * double.Parse(dose, CultureInfo.InvariantCulture), 9)
                        : null);
                named.AddRange(
                    from site in new[] { 1, 2 }
                    from channel in screen.Channels
                    select $"images/{plate}/{plate}_{address}_s{site}_{channel}.tif");
            }
        }

        Assert.Equal(
            named.Order(StringComparer.Ordinal),
            from key in store.Keys
            where key.StartsWith("images/", StringComparison.Ordinal)
            select key);
    }

    [Fact]
    public async Task The_truth_tells_of_every_well_and_its_cells()
    {
        var store = await WriteAsync(Small, 2);
        var truth = Rows(store, "truth.csv", ',');
        Assert.Equal(48, truth.Count);
        var cells = Rows(store, "truth_cells/SIM0002.csv", ',');
        foreach (var row in truth.Where(r => r["Metadata_Plate"] == "SIM0002"))
        {
            var inside = cells.Count(c =>
                c["Metadata_Well"] == row["Metadata_Well"] && c["Metadata_Site"] == "2"
                && Number(c["Truth_X"]) is >= -0.5 and < 79.5 && Number(c["Truth_Y"]) is >= -0.5 and < 63.5);
            Assert.Equal(row["Truth_Cells_s2"], $"{inside}");
            Assert.Equal(row["Metadata_pert_type"] == "negcon", Number(row["Truth_Strength"]) == 0);
        }

        Assert.Equal(6, Rows(store, "truth_plates.csv", ',').Count);
    }

    [Fact]
    public async Task Progress_counts_every_site_once()
    {
        var told = new Progress();
        await new SimulatedScreen(Small with { PlateCount = 1 }).WriteAsync(new MemoryBlobStore(), told, 3);
        Assert.Equal(Enumerable.Range(1, 48), told.Numbers.Order());
    }

    [Fact]
    public async Task A_cancelled_write_stops()
    {
        using var stop = new CancellationTokenSource();
        var store = new MemoryBlobStore();
        var told = new Progress { AfterFirst = stop.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SimulatedScreen(Small).WriteAsync(store, told, 1, stop.Token));
        Assert.InRange(told.Numbers.Count, 1, 3);
    }

    private static async Task<MemoryBlobStore> WriteAsync(SimulatedScreenOptions options, int workerCount)
    {
        // The first images are taken only when as many are waiting: a proof that so many workers write at once.
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var imageCount = 0;
        var store = new MemoryBlobStore
        {
            AfterPut = async (key, cancellationToken) =>
            {
                if (!key.StartsWith("images/", StringComparison.Ordinal))
                    return;
                if (Interlocked.Increment(ref imageCount) == workerCount)
                    together.SetResult();
                await together.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
            },
        };
        await new SimulatedScreen(options).WriteAsync(store, null, workerCount);
        return store;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(MemoryBlobStore store, string key, char separator)
    {
        var lines = store.TextOf(key).TrimEnd('\n').Split('\n');
        var header = lines[0].Split(separator);
        return [.. lines.Skip(1).Select(line =>
        {
            var fields = line.Split(separator);
            Assert.Equal(header.Length, fields.Length);
            return header.Zip(fields).ToDictionary(p => p.First, p => p.Second);
        })];
    }

    private sealed class Progress : IProgress<int>
    {
        public List<int> Numbers { get; } = [];

        public Action? AfterFirst { get; init; }

        public void Report(int value)
        {
            lock (Numbers)
                Numbers.Add(value);
            AfterFirst?.Invoke();
        }
    }
}
