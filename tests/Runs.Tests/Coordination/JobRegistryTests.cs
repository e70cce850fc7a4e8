using System.Text;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Coordination;

public class JobRegistryTests
{
    private readonly MemoryBlobStore _store = new();
    private readonly JobRegistry _registry;

    public JobRegistryTests() => _registry = new JobRegistry(_store);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_reads_back_as_it_was_written()
    {
        var record = RecordOf("screen1") with { Priority = 9, State = JobState.Failed, Reason = "the disk is full" };
        Assert.Same(record, await _registry.AddAsync(record, Stop));
        var found = await _registry.FindAsync("screen1", Stop);
        Assert.Equal(JobFile.Write(record.Job), JobFile.Write(found!.Job));
        Assert.Equal(record, found with { Job = record.Job });
        Assert.True(found.HasEnded);
    }

    [Fact]
    public async Task The_first_record_of_an_id_stands_until_it_is_replaced()
    {
        await _registry.AddAsync(RecordOf("screen1"), Stop);
        var other = await _registry.AddAsync(RecordOf("screen1") with { Priority = 1 }, Stop);
        Assert.Equal(JobRecord.DefaultPriority, other.Priority);
        await _registry.PutAsync(other with { State = JobState.Cancelled }, Stop);
        Assert.Equal(JobState.Cancelled, (await _registry.FindAsync("screen1", Stop))!.State);
    }

    [Fact]
    public async Task Records_are_listed_in_one_order_and_from_any_of_them_on()
    {
        foreach (var id in (string[])["b", "a", "c.2", "c", "c-1"])
            await _registry.AddAsync(RecordOf(id), Stop);
        Assert.Equal("a b c-1 c.2 c", await ListAsync(null));
        Assert.Equal("c-1 c.2 c", await ListAsync("b"));
        Assert.Equal("c", await ListAsync("c.2"));
        Assert.Equal("", await ListAsync("d"));
    }

    [Fact]
    public async Task A_job_that_nobody_submitted_is_not_there() =>
        Assert.Null(await _registry.FindAsync("screen1", Stop));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task An_id_that_could_name_something_else_is_refused(string id)
    {
        await Assert.ThrowsAsync<ScreenDataException>(() => _registry.FindAsync(id, Stop));
        Assert.Throws<ScreenDataException>(() => _registry.FolderOf(id));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"formatVersion\": 2}")]
    public async Task A_damaged_record_is_an_error_that_names_its_blob(string json)
    {
        await _store.PutAsync(new BlobKey("jobs/screen1.json"), Encoding.UTF8.GetBytes(json), Stop);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => _registry.FindAsync("screen1", Stop));
        Assert.Equal("jobs/screen1.json", error.Place.Blob);
    }

    [Fact]
    public async Task A_job_s_folder_lies_among_the_runs()
    {
        await _registry.FolderOf("screen1").PutJsonAsync(new BlobKey("x.json"), new { }, Stop);
        Assert.Equal(["runs/screen1/x.json"], _store.Keys);
    }

    private static JobRecord RecordOf(string id) => new()
    {
        Id = id,
        Job = new ScreenJob
        {
            Name = "screen1",
            Images = new ImageSource { Store = "images", Pattern = "{plate}/{well}_s{site}_{channel}.tif" },
            Channels = [new ChannelSource { Name = "DNA" }],
        },
        SubmittedAt = DateTimeOffset.UnixEpoch,
        State = JobState.Running,
    };

    private async Task<string> ListAsync(string? after)
    {
        var ids = new List<string>();
        await foreach (var record in _registry.ListAsync(after, Stop))
            ids.Add(record.Id);
        return string.Join(' ', ids);
    }
}
