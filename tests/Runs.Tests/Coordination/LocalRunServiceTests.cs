using System.Text;
using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Coordination;

public sealed class LocalRunServiceTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly MemoryBlobStore _store = new();
    private readonly FakeModel _model = new(batchSize: 4);
    private readonly SmallScreen _screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 4, siteCount: 1);
    private LocalRunService? _service;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LocalRunService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        var images = new FolderBlobStore(_folder.PathOf("images"));
        foreach (var key in _screen.Images.Keys)
            await images.PutAsync(new BlobKey(key), _screen.Images[key], Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _model.LetGo(100_000);
        if (_service is not null)
            await _service.DisposeAsync();
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Jobs_run_by_priority_and_then_by_the_time_of_their_submission()
    {
        await StartAsync();
        _model.Hold();
        await SubmitAsync("first", 5);
        await _model.HasBegunAsync(1);
        await SubmitAsync("d", 5);
        await SubmitAsync("c", 5);
        await SubmitAsync("b", 1);
        await SubmitAsync("a", 9);
        var order = new List<string>();
        _store.OnWrite = key =>
        {
            if (key.EndsWith("/report.html", StringComparison.Ordinal))
                order.Add(key.Split('/')[1]);
        };
        Assert.Equal(JobState.Queued, (await Service.FindAsync("a", Stop))!.State);
        _model.LetGo(100_000);
        foreach (var id in (string[])["first", "a", "b", "c", "d"])
            Assert.Equal(JobState.Finished, (await EndAsync(id)).State);
        Assert.Equal(["first", "a", "d", "c", "b"], order);
    }

    [Fact]
    public async Task A_job_gives_the_bytes_of_a_run_by_itself()
    {
        using var model = new FakeModel(batchSize: 4);
        var expected = new MemoryBlobStore();
        await _screen.RunAsync(expected, model);
        await StartAsync();
        await SubmitAsync("one", 5);
        await EndAsync("one");
        var found = _store.Keys.Where(k => k.StartsWith("runs/one/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(expected.Keys, found.Select(k => k["runs/one/".Length..]));
        Assert.All(expected.Keys.Where(k => k != "job.json"), key =>
            Assert.True(expected[key].AsSpan().SequenceEqual(_store[$"runs/one/{key}"]), key));
    }

    [Fact]
    public async Task A_job_that_was_running_when_its_process_was_killed_is_found_and_goes_on()
    {
        await StartAsync();
        await SubmitAsync("one", 5);
        await EndAsync("one");
        await Service.DisposeAsync();
        var registry = new JobRegistry(_store);
        var record = (await registry.FindAsync("one", Stop))!;
        await registry.PutAsync(record with { State = JobState.Running }, Stop);
        _store.Remove("runs/one/plates/P1/wells/A02.well");
        var runCount = _model.Inputs.Count;
        await StartAsync();
        var end = await EndAsync("one");
        Assert.Equal((JobState.Finished, 4), (end.State, end.WellsDone));
        Assert.Equal(runCount + 3, _model.Inputs.Count);
        Assert.Equal(JobState.Finished, (await registry.FindAsync("one", Stop))!.State);
    }

    [Fact]
    public async Task A_cancelled_job_keeps_what_is_done_and_does_no_well_again()
    {
        await StartAsync();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wells = new List<string>();
        _store.OnWrite = key =>
        {
            if (!key.EndsWith(".well", StringComparison.Ordinal))
                return;
            lock (wells)
                wells.Add(key);
            if (wells.Count == 2)
                cancelled.TrySetResult();
        };
        await SubmitAsync("one", 5);
        await cancelled.Task.WaitAsync(FakeModel.Patience, Stop);
        await Service.ChangeAsync("one", RunChange.Cancel, Stop);
        await Service.ChangeAsync("one", RunChange.Resume, Stop);
        Assert.Equal(JobState.Finished, (await EndAsync("one")).State);
        Assert.Equal(4, wells.Distinct().Count());
        Assert.InRange(wells.Count, 4, 6);
    }

    [Theory]
    [InlineData(RunChange.Pause, JobState.Paused)]
    [InlineData(RunChange.Cancel, JobState.Cancelled)]
    public async Task A_job_that_is_stopped_gives_its_place_to_the_next_and_does_no_more(
        RunChange change, JobState expected)
    {
        await StartAsync();
        _model.Hold();
        await SubmitAsync("one", 5);
        await _model.HasBegunAsync(1);
        await SubmitAsync("two", 5);
        await Service.ChangeAsync("one", change, Stop);
        _model.LetGo(100_000);
        Assert.Equal(JobState.Finished, (await EndAsync("two")).State);
        Assert.Equal(expected, (await Service.FindAsync("one", Stop))!.State);
        Assert.DoesNotContain("runs/one/report.html", _store.Keys);
        Assert.InRange(_store.Keys.Count(k => k.StartsWith("runs/one/", StringComparison.Ordinal) &&
            k.EndsWith(".well", StringComparison.Ordinal)), 0, 3);
    }

    [Fact]
    public async Task No_more_jobs_are_taken_than_may_wait_and_the_limit_is_named()
    {
        await StartAsync(new LocalRunServiceOptions { MaxUnfinishedJobCount = 2 });
        _model.Hold();
        await SubmitAsync("one", 5);
        await SubmitAsync("two", 5);
        var error = await Assert.ThrowsAsync<RunLimitException>(() => SubmitAsync("three", 5));
        Assert.Contains("2 jobs", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxUnfinishedJobCount", error.Message, StringComparison.Ordinal);
        Assert.Equal("two", (await SubmitAsync("two", 5)).Id);
        await Service.ChangeAsync("two", RunChange.Cancel, Stop);
        await SubmitAsync("three", 5);
    }

    [Fact]
    public async Task A_store_that_fails_fails_the_job_which_goes_on_when_it_is_resumed()
    {
        await StartAsync();
        _store.OnWrite = key =>
        {
            if (key.Contains("/wells/A03", StringComparison.Ordinal))
                throw new BlobStoreException("The disk is full", "memory");
        };
        await SubmitAsync("one", 5);
        var end = await EndAsync("one");
        Assert.Equal(JobState.Failed, end.State);
        Assert.Contains("disk is full", end.Reason, StringComparison.Ordinal);
        _store.OnWrite = _ => { };
        await Service.ChangeAsync("one", RunChange.Resume, Stop);
        end = await EndAsync("one");
        Assert.Equal((JobState.Finished, null), (end.State, end.Reason));
    }

    [Fact]
    public async Task A_store_that_takes_no_record_at_all_leaves_a_failed_job_that_can_be_resumed()
    {
        await StartAsync();
        _model.Hold();
        await SubmitAsync("one", 5);
        await _model.HasBegunAsync(1);
        _store.OnWrite = _ => throw new BlobStoreException("The disk is full", "memory");
        _model.LetGo(100_000);
        Assert.Equal(JobState.Failed, (await EndAsync("one")).State);
        Assert.Equal(JobState.Failed, (await Service.FindAsync("one", Stop))!.State);
        await Assert.ThrowsAsync<BlobStoreException>(() => Service.ChangeAsync("one", RunChange.Resume, Stop));
        _store.OnWrite = _ => { };
        await Service.ChangeAsync("one", RunChange.Resume, Stop);
        Assert.Equal(JobState.Finished, (await EndAsync("one")).State);
    }

    [Fact]
    public async Task A_damaged_record_is_told_and_keeps_no_other_job_from_running()
    {
        await StartAsync();
        _model.Hold();
        await SubmitAsync("two", 5);
        var stopped = Service.DisposeAsync();
        _model.LetGo(100_000);
        await stopped;
        _store["jobs/one.json"] = Encoding.UTF8.GetBytes("{");
        await StartAsync();
        Assert.Equal(JobState.Finished, (await EndAsync("two")).State);
        var status = (await Service.FindAsync("one", Stop))!;
        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains("jobs/one.json", status.Reason, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], (await Service.ListAsync(null, 10, Stop)).Select(s => s.Id));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65, 1)]
    [InlineData(1, 0)]
    public void Bounds_that_make_no_sense_are_refused(int running, int unfinished) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalRunServiceOptions
        {
            MaxRunningJobCount = running,
            MaxUnfinishedJobCount = unfinished,
        }.Validate());

    private async Task StartAsync(LocalRunServiceOptions? options = null) =>
        _service = await LocalRunService.StartAsync(
            (options ?? new()) with { Grid = LocalRunServiceConformanceTests.Grid }, _store,
            new AllowedStores([_folder.PathOf("images")]), new FakeModels(_model), TimeProvider.System, Stop);

    private Task<RunStatus> SubmitAsync(string id, int priority) =>
        Service.SubmitAsync(new RunSubmission(_screen.Job, id, priority), Stop);

    private async Task<RunStatus> EndAsync(string id)
    {
        RunStatus? last = null;
        await using var watching = Service.WatchAsync(id, Stop).GetAsyncEnumerator(Stop);
        while (await watching.MoveNextAsync().AsTask().WaitAsync(FakeModel.Patience, Stop))
            last = watching.Current;
        return last!;
    }
}
