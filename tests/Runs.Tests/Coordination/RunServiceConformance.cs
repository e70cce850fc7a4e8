using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// What every <see cref="IRunService"/> promises, whatever engine runs the jobs.
/// </summary>
public abstract class RunServiceConformance : IAsyncLifetime
{
    private const int WellCount = 8;
    private readonly TempFolder _folder = new();
    private readonly FakeModel _model = new(batchSize: 4);
    private readonly SmallScreen _screen = SmallScreen.Make(
        plateCount: 2, rowCount: 1, columnCount: 4, siteCount: 1);

    private IRunService? _service;
    private FolderBlobStore? _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRunService Service => _service!;

    /// <summary>The job of a screen of 2 plates with 4 wells each.</summary>
    private ScreenJob Job => _screen.Job with { Images = _screen.Job.Images with { Store = "screen" } };

    /// <summary>Starts the service over a store; called again after <see cref="StopAsync"/>.</summary>
    protected abstract Task<IRunService> StartAsync(IBlobStore store, AllowedStores images, IModelSource models);

    /// <summary>Ends the service that was started, if it was.</summary>
    protected abstract Task StopAsync();

    public async ValueTask InitializeAsync()
    {
        var images = Directory.CreateDirectory(_folder.PathOf("images", "screen")).FullName;
        Directory.CreateDirectory(_folder.PathOf("elsewhere"));
        var store = new FolderBlobStore(images);
        foreach (var key in _screen.Images.Keys)
            await store.PutAsync(new BlobKey(key), _screen.Images[key], Stop);
        _store = new FolderBlobStore(_folder.PathOf("store"));
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _model.LetGo(100_000);
        await StopAsync();
        _model.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_submitted_job_runs_to_its_end()
    {
        var status = await Service.SubmitAsync(new RunSubmission(Job, Priority: 7), Stop);
        Assert.StartsWith("small-", status.Id, StringComparison.Ordinal);
        Assert.True(JobRecord.IsValidId(status.Id));
        var end = await EndAsync(status.Id);
        Assert.Equal(JobState.Finished, end.State);
        Assert.Equal((2, 2), (end.PlateCount, end.PlatesFinished));
        Assert.Equal((WellCount, WellCount, 0, 0), (end.WellCount, end.WellsDone, end.WellsFailed, end.WellsRunning));
        Assert.Equal((7, status.SubmittedAt), (end.Priority, end.SubmittedAt));
        foreach (var key in (string[])["report.html", "profiles/summary.json", "plates/P2/wells/A04.well"])
            Assert.NotNull(await _store!.FindAsync(new BlobKey($"runs/{status.Id}/{key}"), Stop));
        Assert.Equal(Counts(end), Counts((await Service.FindAsync(status.Id, Stop))!));
    }

    [Fact]
    public async Task The_same_job_under_the_same_id_is_one_job()
    {
        _model.Hold();
        var first = await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await _model.HasBegunAsync(1);
        var again = await Service.SubmitAsync(new RunSubmission(Job with { Title = "again" }, "one"), Stop);
        Assert.Equal(("one", first.SubmittedAt), (again.Id, again.SubmittedAt));
        _model.LetGo(100_000);
        await EndAsync("one");
        var runCount = _model.Inputs.Count;
        var after = await Service.SubmitAsync(
            new RunSubmission(Job with { ModelSha256 = new string('0', 64) }, "one"), Stop);
        Assert.Equal(JobState.Finished, after.State);
        Assert.Single(await Service.ListAsync(null, 10, Stop));
        Assert.Equal(runCount, _model.Inputs.Count);
    }

    [Fact]
    public async Task Two_jobs_without_an_id_are_two()
    {
        var first = await Service.SubmitAsync(new RunSubmission(Job), Stop);
        var second = await Service.SubmitAsync(new RunSubmission(Job), Stop);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(JobState.Finished, (await EndAsync(first.Id)).State);
        Assert.Equal(JobState.Finished, (await EndAsync(second.Id)).State);
    }

    [Fact]
    public async Task Another_job_under_the_same_id_is_a_conflict()
    {
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        var other = Job with { Scaling = new ScalingOptions { SampleSiteCount = 2 } };
        var error = await Assert.ThrowsAsync<RunConflictException>(
            () => Service.SubmitAsync(new RunSubmission(other, "one"), Stop));
        Assert.Contains("'one'", error.Message, StringComparison.Ordinal);
        Assert.Equal(JobState.Finished, (await EndAsync("one")).State);
        await Assert.ThrowsAsync<RunConflictException>(
            () => Service.SubmitAsync(new RunSubmission(other, "one"), Stop));
        await Assert.ThrowsAsync<RunConflictException>(
            () => Service.SubmitAsync(new RunSubmission(InStore("."), "one"), Stop));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("..")]
    [InlineData("../jobs/one")]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task An_id_that_no_job_has_gives_nothing(string id)
    {
        Assert.Null(await Service.FindAsync(id, Stop));
        Assert.Null(await Service.ChangeAsync(id, RunChange.Cancel, Stop));
        Assert.Empty(await WatchedAsync(id));
    }

    [Fact]
    public async Task A_watcher_sees_the_job_at_once_and_its_end()
    {
        _model.Hold();
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await _model.HasBegunAsync(1);
        var watching = Service.WatchAsync("one", Stop).GetAsyncEnumerator(Stop);
        Assert.True(await NextAsync(watching));
        Assert.Equal("one", watching.Current.Id);
        Assert.False(watching.Current.HasEnded);
        _model.LetGo(100_000);
        var seen = new List<RunStatus> { watching.Current };
        while (await NextAsync(watching))
            seen.Add(watching.Current);
        Assert.Equal(JobState.Finished, seen[^1].State);
        Assert.Equal(seen.Select(s => s.Sequence).Distinct().Order(), seen.Select(s => s.Sequence));
        Assert.Equal(seen.Select(s => s.WellsDone).Order(), seen.Select(s => s.WellsDone));
        await watching.DisposeAsync();
        Assert.Equal(JobState.Finished, Assert.Single(await WatchedAsync("one")).State);
    }

    [Fact]
    public async Task A_slow_watcher_is_told_the_newest_and_nothing_that_is_over()
    {
        _model.Hold();
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await _model.HasBegunAsync(1);
        await using var slow = Service.WatchAsync("one", Stop).GetAsyncEnumerator(Stop);
        Assert.True(await NextAsync(slow));
        _model.LetGo(100_000);
        await EndAsync("one");
        RunStatus last;
        var count = 0;
        do
        {
            Assert.True(await NextAsync(slow));
            last = slow.Current;
            count++;
        }
        while (!last.HasEnded);
        // What was on its way when the watcher fell asleep may still come.
        Assert.InRange(count, 1, 2);
        Assert.False(await NextAsync(slow));
    }

    [Fact]
    public async Task A_paused_job_goes_on_when_it_is_resumed()
    {
        _model.Hold();
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await _model.HasBegunAsync(1);
        Assert.Equal(JobState.Paused, (await ChangeAsync(RunChange.Pause)).State);
        Assert.Equal(JobState.Paused, (await ChangeAsync(RunChange.Pause)).State);
        _model.LetGo(100_000);
        Assert.Equal(JobState.Paused, (await Service.FindAsync("one", Stop))!.State);
        Assert.False((await ChangeAsync(RunChange.Resume)).HasEnded);
        var end = await EndAsync("one");
        Assert.Equal((JobState.Finished, WellCount), (end.State, end.WellsDone));
    }

    [Fact]
    public async Task A_cancelled_job_ends_and_goes_on_when_it_is_resumed()
    {
        _model.Hold();
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await _model.HasBegunAsync(1);
        var watching = EndAsync("one");
        Assert.Equal(JobState.Cancelled, (await ChangeAsync(RunChange.Cancel)).State);
        Assert.Equal(JobState.Cancelled, (await watching).State);
        _model.LetGo(100_000);
        Assert.Equal(JobState.Cancelled, (await ChangeAsync(RunChange.Cancel)).State);
        Assert.Equal(JobState.Cancelled, (await ChangeAsync(RunChange.Pause)).State);
        Assert.False((await ChangeAsync(RunChange.Resume)).HasEnded);
        var end = await EndAsync("one");
        Assert.Equal((JobState.Finished, WellCount), (end.State, end.WellsDone));
    }

    [Theory]
    [InlineData(RunChange.Pause)]
    [InlineData(RunChange.Resume)]
    [InlineData(RunChange.Cancel)]
    public async Task A_finished_job_cannot_be_changed(RunChange change)
    {
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await EndAsync("one");
        await Assert.ThrowsAsync<RunConflictException>(() => Service.ChangeAsync("one", change, Stop));
        Assert.Equal(JobState.Finished, (await Service.FindAsync("one", Stop))!.State);
    }

    [Fact]
    public async Task Jobs_are_listed_in_pages_of_one_order()
    {
        foreach (var id in (string[])["c", "a", "e", "b", "d"])
            await Service.SubmitAsync(new RunSubmission(Job, id), Stop);
        var all = await Service.ListAsync(null, 10, Stop);
        Assert.Equal(["a", "b", "c", "d", "e"], all.Select(s => s.Id));
        Assert.Equal(["a", "b"], await PageAsync(null));
        Assert.Equal(["c", "d"], await PageAsync("b"));
        Assert.Equal(["e"], await PageAsync("d"));
        Assert.Empty(await PageAsync("e"));
        Assert.Equal(["c", "d"], await PageAsync("bb"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Service.ListAsync(null, 0, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Service.ListAsync(null, 1001, Stop));

        async Task<IEnumerable<string>> PageAsync(string? after) =>
            (await Service.ListAsync(after, 2, Stop)).Select(s => s.Id);
    }

    [Fact]
    public async Task A_job_that_cannot_be_run_at_all_is_not_taken()
    {
        foreach (var (submission, word) in new (RunSubmission, string)[]
        {
            (new(Job with { PlateFormat = 5 }), "plateFormat"),
            (new(Job with { Name = "../x" }), "name"),
            (new(Job, Priority: 0), "priority"),
            (new(Job, Priority: 10), "priority"),
            (new(Job, "../x"), "id"),
            (new(Job, ""), "id"),
            (new(Job with { Model = "other" }), "other"),
            (new(Job with { Model = _folder.Path }), "model"),
            (new(Job with { ModelSha256 = new string('1', 64) }), "sha256"),
            (new(Job with { Tiles = new TileOptions { OverlapPixels = 2 } }), "tiles.overlapPixels"),
            (new(InStore("../elsewhere")), "not permitted"),
            (new(InStore(_folder.PathOf("elsewhere"))), "not permitted"),
            (new(InStore("file:///etc")), "not permitted"),
            (new(InStore("nothing")), "is not there"),
        })
        {
            var error = await Assert.ThrowsAsync<ScreenDataException>(() => Service.SubmitAsync(submission, Stop));
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await Service.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task A_job_whose_images_cannot_be_used_fails_and_says_why()
    {
        var job = Job with { Images = Job.Images with { Pattern = "none/{well}_{channel}.tif" }, PlateMap = null };
        await Service.SubmitAsync(new RunSubmission(job, "one"), Stop);
        var end = await EndAsync("one");
        Assert.Equal(JobState.Failed, end.State);
        Assert.Contains("fits the pattern", end.Reason, StringComparison.Ordinal);
        Assert.Equal(end.Reason, (await Service.FindAsync("one", Stop))!.Reason);
        Assert.False((await ChangeAsync(RunChange.Resume)).HasEnded);
        Assert.Equal(JobState.Failed, (await EndAsync("one")).State);
    }

    [Fact]
    public async Task A_well_that_cannot_be_done_is_counted_and_the_job_finishes()
    {
        await File.WriteAllBytesAsync(
            _folder.PathOf(["images", "screen", .. SmallScreen.Key("P1", "A03", 1, "DNA").Split('/')]), [1, 2], Stop);
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        var end = await EndAsync("one");
        Assert.Equal(
            (JobState.Finished, WellCount, WellCount - 1, 1),
            (end.State, end.WellCount, end.WellsDone, end.WellsFailed));
        Assert.Equal(Counts(end), Counts((await Service.FindAsync("one", Stop))!));
    }

    [Fact]
    public async Task Unfinished_jobs_go_on_after_a_restart_and_paused_ones_stay_so()
    {
        _model.Hold();
        await Service.SubmitAsync(new RunSubmission(Job, "one"), Stop);
        await _model.HasBegunAsync(1);
        await Service.SubmitAsync(new RunSubmission(Job, "two"), Stop);
        await Service.SubmitAsync(new RunSubmission(Job, "three"), Stop);
        await Service.ChangeAsync("three", RunChange.Pause, Stop);
        var stopped = StopAsync();
        _model.LetGo(100_000);
        await stopped;
        await StartAsync();
        foreach (var id in (string[])["one", "two"])
        {
            var end = await EndAsync(id);
            Assert.Equal((JobState.Finished, WellCount), (end.State, end.WellsDone));
        }

        Assert.Equal(JobState.Paused, (await Service.FindAsync("three", Stop))!.State);
        await Service.ChangeAsync("three", RunChange.Resume, Stop);
        Assert.Equal(JobState.Finished, (await EndAsync("three")).State);
    }

    private static (JobState, int, int, int, int, int) Counts(RunStatus status) => (
        status.State, status.PlateCount, status.PlatesFinished, status.WellCount, status.WellsDone, status.WellsFailed);

    private static async Task<bool> NextAsync(IAsyncEnumerator<RunStatus> watching) =>
        await watching.MoveNextAsync().AsTask().WaitAsync(FakeModel.Patience);

    private ScreenJob InStore(string address) => Job with { Images = Job.Images with { Store = address } };

    private async Task StartAsync() => _service = await StartAsync(
        _store!, new AllowedStores([_folder.PathOf("images")]), new FakeModels(_model));

    private async Task<RunStatus> ChangeAsync(RunChange change)
    {
        var status = await Service.ChangeAsync("one", change, Stop);
        Assert.NotNull(status);
        return status;
    }

    private async Task<List<RunStatus>> WatchedAsync(string id)
    {
        var seen = new List<RunStatus>();
        await using var watching = Service.WatchAsync(id, Stop).GetAsyncEnumerator(Stop);
        while (await NextAsync(watching))
            seen.Add(watching.Current);
        return seen;
    }

    private async Task<RunStatus> EndAsync(string id) => (await WatchedAsync(id))[^1];
}
