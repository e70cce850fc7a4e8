using System.Text.Json;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Coordination;

public class PlanBlobsTests
{
    private readonly SmallScreen _screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 3, siteCount: 2);
    private readonly MemoryBlobStore _store = new();
    private readonly PlanBlobs _blobs;

    public PlanBlobsTests() => _blobs = new PlanBlobs(new RunFolder(_store));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_reads_back_as_it_was_made()
    {
        _screen.Images.Put("P1/zz_1_DNA.tif", "no well");
        _screen.Images.Put("P2/a1_1_dna.tif", "a second image of A01");
        var plan = await ScreenPlan.MakeAsync(_screen.Job, _screen.Images, Stop);
        Assert.Null(await _blobs.ReadAsync(Stop));

        var index = await _blobs.WriteAsync(plan, Stop);

        Assert.Equal(plan.ImageIndexes, index.ImageIndexes);
        Assert.Equal(plan.Problems, index.Problems);
        Assert.Equal([new PlanIndexPlate("P1", 6), new PlanIndexPlate("P2", 6)], index.Plates);
        foreach (var plate in plan.Plates)
        {
            var read = await _blobs.ReadPlateAsync(plate.Plate, Stop);
            Assert.Equal(TextOf(plan.Of(plate)), TextOf(read));
            Assert.Equal(plate.Wells.Select(w => w.Error?.Message), read.Images.Wells.Select(w => w.Error?.Message));
        }

        var twice = await _blobs.ReadPlateAsync(new PlateId("P2"), Stop);
        Assert.Contains("claim the same channel", twice.Images.Wells[0].Error!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_plan_stands()
    {
        await _blobs.WriteAsync(await ScreenPlan.MakeAsync(_screen.Job, _screen.Images, Stop), Stop);
        var other = SmallScreen.Make(plateCount: 3, rowCount: 2, columnCount: 3, siteCount: 2);
        var index = await _blobs.WriteAsync(await ScreenPlan.MakeAsync(other.Job, other.Images, Stop), Stop);
        Assert.Equal(2, index.Plates.Count);
    }

    [Fact]
    public async Task A_plate_without_a_plan_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<ScreenDataException>(
            () => _blobs.ReadPlateAsync(new PlateId("P9"), Stop));
        Assert.Equal("P9", error.Place.Plate?.Barcode);
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2")]
    [InlineData("\"A01\",", "\"ZZ\",")]
    public async Task A_damaged_plan_is_an_error_that_names_its_blob(string text, string instead)
    {
        await _blobs.WriteAsync(await ScreenPlan.MakeAsync(_screen.Job, _screen.Images, Stop), Stop);
        var key = new BlobKey("plates/P1/plan.json");
        using (var content = await _store.ReadAsync(key, 1 << 20, Stop))
        {
            var json = System.Text.Encoding.UTF8.GetString(content.Bytes.Span);
            Assert.Contains(text, json, StringComparison.Ordinal);
            _store.Put(key.Text, json.Replace(text, instead, StringComparison.Ordinal));
        }

        var error = await Assert.ThrowsAsync<ScreenDataException>(
            () => _blobs.ReadPlateAsync(new PlateId("P1"), Stop));
        Assert.Equal(key.Text, error.Place.Blob);
    }

    private static string TextOf(PlatePlan plan) => JsonSerializer.Serialize(new
    {
        plan.Plate.Barcode,
        plan.WellCount,
        plan.Wells,
        Images = plan.Images.Wells.Select(w => new
        {
            Well = w.Well.ToString(),
            Sites = w.Sites.Select(s => new { s.SiteNumber, Keys = s.Keys.Select(k => k?.Text) }),
        }),
    });
}
