namespace HcsGrid.Web.Tests;

public class HealthTests
{
    [Fact]
    public async Task A_host_is_ready_when_all_its_checks_are()
    {
        var store = new MadeUpCheck("store");
        var cluster = new MadeUpCheck("cluster");
        await using var server = await TestServer.StartAsync(null, store, cluster);
        Assert.Equal("""{"status":"ready"}""", (await TestServer.JsonOf(await server.GetAsync("/readyz"), 200)).GetRawText());
        store.Answer = () => Task.FromResult<string?>("the disk is full");
        cluster.Answer = () => throw new InvalidOperationException("no silo");
        var problem = await TestServer.ProblemOf(await server.GetAsync("/readyz"), 503);
        Assert.Equal(
            "Not ready: cluster: no silo; store: the disk is full", problem.GetProperty("detail").GetString());
        Assert.Equal("""{"status":"live"}""", (await TestServer.JsonOf(await server.GetAsync("/healthz"), 200)).GetRawText());
    }

    [Fact]
    public async Task A_check_that_does_not_answer_is_not_waited_for()
    {
        var check = new MadeUpCheck("store");
        await using var server = await TestServer.StartAsync(null, check);
        var never = new TaskCompletionSource<string?>();
        check.Answer = () => never.Task;
        var answer = server.GetAsync("/readyz");
        await server.Time.HasTimerAsync().WaitAsync(TestServer.Patience);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        var problem = await TestServer.ProblemOf(await answer, 503);
        Assert.Contains("store: no answer", problem.GetProperty("detail").GetString());
        never.SetResult(null);
    }

    private sealed class MadeUpCheck(string name) : IReadinessCheck
    {
        public string Name => name;

        public Func<Task<string?>> Answer { get; set; } = () => Task.FromResult<string?>(null);

        public Task<string?> CheckAsync(CancellationToken cancellationToken) => Answer();
    }
}
