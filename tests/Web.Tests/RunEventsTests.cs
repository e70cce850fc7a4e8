using System.Text;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Web.Tests;

public class RunEventsTests
{
    [Fact]
    public async Task A_stream_tells_the_status_at_once_every_change_and_ends_with_the_job()
    {
        await using var server = await TestServer.StartAsync();
        var feed = server.Runs.Add("one");
        using var reader = await OpenAsync(server);
        Assert.Equal("id: 0", await LineAsync(reader));
        Assert.Equal("event: status", await LineAsync(reader));
        Assert.StartsWith(
            "data: {\"id\":\"one\",\"state\":\"running\"", await LineAsync(reader), StringComparison.Ordinal);
        Assert.Equal("", await LineAsync(reader));
        feed.Publish(s => s with { WellsDone = 3 });
        Assert.Equal("id: 1", await LineAsync(reader));
        await LineAsync(reader);
        Assert.Contains("\"wellsDone\":3", await LineAsync(reader), StringComparison.Ordinal);
        await LineAsync(reader);
        feed.Publish(s => s with { State = JobState.Finished });
        Assert.Equal("id: 2", await LineAsync(reader));
        var rest = await reader.ReadToEndAsync().WaitAsync(TestServer.Patience);
        Assert.Contains("\"state\":\"finished\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("\n\n", rest, StringComparison.Ordinal);
        Assert.Equal(0, server.Runs.WatcherCount);
    }

    [Fact]
    public async Task A_stream_without_changes_says_that_it_lives()
    {
        await using var server = await TestServer.StartAsync(
            new HcsGridWebOptions { Heartbeat = TimeSpan.FromSeconds(15) });
        var feed = server.Runs.Add("one");
        using var reader = await OpenAsync(server);
        await EventAsync(reader);
        for (var beat = 0; beat < 3; beat++)
        {
            await server.Time.HasTimerAsync().WaitAsync(TestServer.Patience);
            server.Time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(": heartbeat", await LineAsync(reader));
            Assert.Equal("", await LineAsync(reader));
        }

        feed.Publish(s => s with { State = JobState.Cancelled });
        Assert.Contains("cancelled", await EventAsync(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_told_the_newest_and_nothing_is_queued_for_it()
    {
        await using var server = await TestServer.StartAsync();
        var feed = server.Runs.Add("one");
        using var reader = await OpenAsync(server);
        await EventAsync(reader);
        var padding = new string('x', 10_000);
        for (var i = 1; i <= 20_000; i++)
        {
            var done = i;
            feed.Publish(s => s with { WellsDone = done, Reason = padding });
        }

        feed.Publish(s => s with { State = JobState.Finished });
        var count = 0;
        string last, text = "";
        do
        {
            last = text;
            text = await EventAsync(reader);
            count++;
        }
        while (text.Length > 0);
        Assert.Contains("\"wellsDone\":20000", last, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"finished\"", last, StringComparison.Ordinal);
        Assert.InRange(count, 1, 15_000);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_forgotten()
    {
        await using var server = await TestServer.StartAsync();
        server.Runs.Add("one");
        var reader = await OpenAsync(server);
        await EventAsync(reader);
        Assert.Equal(1, server.Runs.WatcherCount);
        reader.Dispose();
        var seen = System.Diagnostics.Stopwatch.StartNew();
        while (server.Runs.WatcherCount > 0 && seen.Elapsed < TestServer.Patience)
            await server.GetAsync("/healthz");
        Assert.Equal(0, server.Runs.WatcherCount);
    }

    [Fact]
    public async Task No_more_watchers_are_taken_than_may_be_there()
    {
        await using var server = await TestServer.StartAsync(new HcsGridWebOptions { MaxEventStreamCount = 2 });
        var feed = server.Runs.Add("one");
        using var first = await OpenAsync(server);
        using var second = await OpenAsync(server);
        await EventAsync(first);
        await EventAsync(second);
        var problem = await TestServer.ProblemOf(await server.GetAsync("/api/runs/one/events"), 503);
        Assert.Contains("MaxEventStreamCount", problem.GetRawText(), StringComparison.Ordinal);
        feed.Publish(s => s with { State = JobState.Failed });
        await EventAsync(first);
        Assert.Equal("", await EventAsync(first));
        await TestServer.ProblemOf(await server.GetAsync("/api/runs/none/events"), 404);
        using var third = await OpenAsync(server);
        Assert.Contains("failed", await EventAsync(third), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var server = await TestServer.StartAsync();
        server.Runs.Add("one");
        using var reader = await OpenAsync(server);
        await EventAsync(reader);
        await server.EndAsync().AsTask().WaitAsync(TestServer.Patience);
        Assert.Equal(0, server.Runs.WatcherCount);
    }

    private static async Task<StreamReader> OpenAsync(TestServer server)
    {
        var response = await server.Http.GetAsync("/api/runs/one/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        return new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8);
    }

    private static async Task<string?> LineAsync(StreamReader reader) =>
        await reader.ReadLineAsync().WaitAsync(TestServer.Patience);

    // Empty at the end of the stream.
    private static async Task<string> EventAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await LineAsync(reader) is { Length: > 0 } line)
            text.Append(line).Append('\n');
        return text.ToString();
    }
}
