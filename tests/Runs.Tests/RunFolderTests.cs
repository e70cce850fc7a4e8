using System.Text.Json.Nodes;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Tests.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public class RunFolderTests
{
    private static readonly PlateId Plate = new("P1");
    private readonly MemoryBlobStore _store = new();
    private readonly RunFolder _folder;

    public RunFolderTests() => _folder = new RunFolder(_store);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_job_may_begin_again_also_with_another_title_and_place_of_images()
    {
        var job = FullJob.Make();
        await _folder.BeginAsync(job, Stop);
        var written = _store.TextOf("job.json");
        var images = job.Images with { Store = "elsewhere" };
        await _folder.BeginAsync(job with { Title = "other", Schema = null, Images = images }, Stop);
        Assert.Equal(written, _store.TextOf("job.json"));
        Assert.Equal(JobFile.Write(job), JobFile.Write(await _folder.ReadJobAsync(Stop)));
    }

    [Theory]
    [InlineData("name", "\"other\"", "name")]
    [InlineData("images.pattern", "\"{well}/{channel}.tif\"", "images.pattern")]
    [InlineData("channels.0.name", "\"Nuclei\"", "channels")]
    [InlineData("plateFormat", "null", "plateFormat")]
    [InlineData("plateMap", "null", "plateMap")]
    [InlineData("plateMap.roles", "{}", "plateMap.roles.-1")]
    [InlineData("modelSha256", "null", "modelSha256")]
    [InlineData("normalization.method", "\"mad_robustize\"", "normalization.method")]
    [InlineData("scaling.low", "11", "scaling.low")]
    public async Task Another_job_is_refused_by_the_key_that_differs(string path, string json, string key)
    {
        await _folder.BeginAsync(FullJob.Make(), Stop);
        var node = JsonNode.Parse(JobFile.Write(FullJob.Make() with { Title = "other", Schema = null }))!;
        JsonPath.Set(node, "images.store", "\"elsewhere\"");
        JsonPath.Set(node, path, json);
        var other = JobFile.Parse(FullJob.Utf8(node.ToJsonString()), "other.json");
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => _folder.BeginAsync(other, Stop));
        Assert.Contains($"in '{key}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("--out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_only_the_other_job_has_is_named_too()
    {
        await _folder.BeginAsync(FullJob.Make() with { PlateFormat = null }, Stop);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => _folder.BeginAsync(FullJob.Make(), Stop));
        Assert.Contains("'plateFormat'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_job_is_no_run()
    {
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => _folder.ReadJobAsync(Stop));
        Assert.Contains("memory is no run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_foreign_and_misplaced_results_count_as_not_there()
    {
        foreach (var well in (string[])["A01", "A02", "A03", "A04", "A05"])
            await _folder.PutWellAsync(ResultOf(well), Stop);
        _store[WellKey("A02")] = _store[WellKey("A02")][..^1];
        _store[WellKey("A03")] = [];
        _store[WellKey("A04")] = WellResultFormat.Write(ResultOf("A04") with { JobHash = "another job" });
        _store[WellKey("B01")] = _store[WellKey("A01")];
        _store[WellKey("A01") + ".copy"] = _store[WellKey("A01")];
        Assert.Equal(["A01", "A05"], await DoneAsync());
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_counts_as_not_there()
    {
        await _folder.PutWellAsync(ResultOf("A01"), Stop);
        await _folder.PutWellAsync(ResultOf("A02"), Stop);
        _store.OnRead = key =>
        {
            if (key == WellKey("A01"))
                throw new ScreenDataException("The disk has a hole there", new Place { Blob = key });
        };
        Assert.Equal(["A02"], await DoneAsync());
    }

    [Fact]
    public async Task A_store_that_fails_as_a_whole_is_not_taken_for_a_well_that_is_not_there()
    {
        await _folder.PutWellAsync(ResultOf("A01"), Stop);
        _store.OnRead = _ => throw new Storage.BlobStoreException("The disk is gone", "memory");
        await Assert.ThrowsAsync<Storage.BlobStoreException>(DoneAsync);
    }

    [Fact]
    public async Task A_failure_is_kept_with_its_place_and_forgotten_after_a_success()
    {
        var well = WellAddress.Parse("A01");
        var place = new Place
        {
            Plate = Plate,
            Well = well,
            SiteNumber = 2,
            Channel = new Channel("DNA"),
            Blob = "x.tif",
        };
        await _folder.PutFailureAsync(Plate, well, new RunProblem("The image is empty", place), Stop);
        var failure = Assert.Single(await _folder.ReadFailuresAsync(Plate, Stop));
        Assert.Equal("plate P1, well A01, site 2, channel DNA, blob x.tif: The image is empty", failure.ToString());
        await _folder.PutWellAsync(ResultOf("A01"), Stop);
        Assert.Empty(await _folder.ReadFailuresAsync(Plate, Stop));
        Assert.Equal(["A01"], await DoneAsync());
    }

    [Fact]
    public async Task Killed_between_forgetting_a_failure_and_writing_the_result_a_well_is_neither_failed_nor_done()
    {
        await _folder.PutFailureAsync(Plate, WellAddress.Parse("A01"), new RunProblem("x"), Stop);
        _store.OnWrite = key =>
        {
            if (key.EndsWith(".well", StringComparison.Ordinal))
                throw new IOException("killed");
        };
        await Assert.ThrowsAsync<IOException>(() => _folder.PutWellAsync(ResultOf("A01"), Stop));
        Assert.Empty(await _folder.ReadFailuresAsync(Plate, Stop));
        Assert.Empty(await DoneAsync());
    }

    [Fact]
    public async Task A_plates_record_is_written_once_and_read_by_all()
    {
        Assert.Null(await _folder.ReadPlateAsync(Plate, Stop));
        var record = new PlateRecord
        {
            Plate = "P1",
            JobHash = "a",
            WellCount = 96,
            TileSizePixels = 128,
            Channels = [new PlateChannel("DNA", 1, 2, "uint8")],
            Features = ["f"],
            Wells = [new PlateWell { Well = "A01", Role = "trt" }],
        };
        Assert.Equal("a", (await _folder.BeginPlateAsync(record, Stop)).JobHash);
        Assert.Equal("a", (await _folder.BeginPlateAsync(record with { JobHash = "b" }, Stop)).JobHash);
        await _folder.BeginPlateAsync(record with { Plate = "P0" }, Stop);
        Assert.Equal(["P0", "P1"], (await _folder.ListPlatesAsync(Stop)).Select(p => p.Barcode));
        _store.Put("plates/P1/plate.json", "{ \"plate\": ");
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => _folder.ReadPlateAsync(Plate, Stop));
        Assert.Equal("plates/P1/plate.json", error.Place.Blob);
    }

    private static string WellKey(string well) => $"plates/P1/wells/{well}.well";

    private static WellResult ResultOf(string well) => new()
    {
        Plate = Plate,
        Well = WellAddress.Parse(well),
        JobHash = "job",
        SiteNumbers = [1],
        TileCount = 1,
        Profile = [1],
        SiteProfiles = [1],
    };

    private async Task<List<string>> DoneAsync()
    {
        var done = new List<string>();
        await foreach (var result in _folder.ReadWellsAsync(Plate, "job", Stop))
            done.Add(result.Well.ToString());
        return done;
    }
}
