using System.Net.Http.Headers;
using System.Text;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;

namespace HcsGrid.Web.Tests;

public sealed class RunRequestsTests : IAsyncLifetime
{
    private TestServer? _server;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task A_submitted_job_is_taken_and_told_where_it_is()
    {
        var response = await Server.PostAsync(
            "/api/runs", $$"""{"job":{{TestServer.Job}},"id":"one","priority":7}""");
        var status = await TestServer.JsonOf(response, 202);
        Assert.Equal("/api/runs/one", response.Headers.Location!.ToString());
        Assert.Equal("one", status.GetProperty("id").GetString());
        Assert.Equal("queued", status.GetProperty("state").GetString());
        var taken = Assert.Single(Server.Runs.Submissions);
        Assert.Equal(("one", 7, "small"), (taken.Id, taken.Priority, taken.Job.Name));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_idempotency_key_is_the_id()
    {
        var body = $$"""{"job":{{TestServer.Job}}}""";
        await TestServer.JsonOf(await Server.PostAsync("/api/runs", body, ("Idempotency-Key", "two")), 202);
        await TestServer.JsonOf(await Server.PostAsync("/api/runs", body), 202);
        Assert.Equal(["two", null], Server.Runs.Submissions.Select(s => s.Id));
        var both = $$"""{"job":{{TestServer.Job}},"id":"three"}""";
        await TestServer.JsonOf(await Server.PostAsync("/api/runs", both, ("Idempotency-Key", "three")), 202);
        await TestServer.ProblemOf(await Server.PostAsync("/api/runs", both, ("Idempotency-Key", "four")), 400);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("null", "job")]
    [InlineData("[]", null)]
    [InlineData("{}", "job")]
    [InlineData("{\"job\":null}", "job")]
    [InlineData("{\"job\":{\"name\":\"x\"}}", "job")]
    [InlineData("{\"job\":JOB,\"other\":1}", "other")]
    [InlineData("{\"job\":JOB,\"Id\":\"x\"}", "Id")]
    [InlineData("{\"job\":JOB,\"job\":JOB}", "job")]
    [InlineData("{\"job\":JOB,\"priority\":\"high\"}", "priority")]
    [InlineData("{\"job\":JOB,\"priority\":1e99}", "priority")]
    [InlineData("{\"job\":JOB,\"id\":{}}", "id")]
    [InlineData("{\"job\":JOB} x", null)]
    [InlineData("\u0000", null)]
    public async Task A_body_that_is_no_submission_is_refused_with_its_key(string body, string? key)
    {
        body = body.Replace("JOB", TestServer.Job, StringComparison.Ordinal);
        var problem = await TestServer.ProblemOf(await Server.PostAsync("/api/runs", body), 400);
        if (key is not null)
            Assert.Equal(key, problem.GetProperty("key").GetString());
        Assert.Empty(Server.Runs.Submissions);
    }

    [Fact]
    public async Task A_job_that_is_not_valid_is_refused_with_key_and_line()
    {
        var unknown = TestServer.Job.Replace("\"pattern\"", "\n\"patern\"", StringComparison.Ordinal);
        var problem = await TestServer.ProblemOf(await Server.PostAsync("/api/runs", $$"""{"job":{{unknown}}}"""), 400);
        Assert.Equal("job.images.patern", problem.GetProperty("key").GetString());
        Assert.Equal(2, problem.GetProperty("line").GetInt32());
        var wells = TestServer.Job.Replace("\"images\"", "\"plateFormat\":5,\"images\"", StringComparison.Ordinal);
        problem = await TestServer.ProblemOf(await Server.PostAsync("/api/runs", $$"""{"job":{{wells}}}"""), 400);
        Assert.Equal("plateFormat", problem.GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("{\"job\":", "}")]
    [InlineData("[", "]")]
    [InlineData("{\"job\":{\"images\":", "}}")]
    public async Task Deep_json_is_refused(string open, string close)
    {
        var body = string.Concat(Enumerable.Repeat(open, 20_000)) + string.Concat(Enumerable.Repeat(close, 20_000));
        await TestServer.ProblemOf(await Server.PostAsync("/api/runs", body), 400);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_huge_body_is_refused_whether_or_not_its_length_is_told(bool isChunked)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(new string(' ', SubmissionFile.MaxBytes + 10)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;
        await TestServer.ProblemOf(await Server.Http.SendAsync(request), 413);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_does_not_say_it_is_json_is_refused(string type)
    {
        using var content = new StringContent($$"""{"job":{{TestServer.Job}}}""", Encoding.UTF8, type);
        await TestServer.ProblemOf(await Server.Http.PostAsync("/api/runs", content), 415);
    }

    [Fact]
    public async Task An_error_becomes_a_problem_of_its_kind()
    {
        foreach (var (error, status) in new (Exception, int)[]
        {
            (new RunConflictException("taken"), 409),
            (new RunLimitException("full"), 429),
            (new BlobStoreException("the secret disk", "/secret"), 503),
            (new RunServiceUnavailableException("away", new InvalidOperationException("a secret address")), 503),
            (new InvalidOperationException("a secret bug"), 500),
        })
        {
            Server.Runs.Error = error;
            var problem = await TestServer.ProblemOf(
                await Server.PostAsync("/api/runs", $$"""{"job":{{TestServer.Job}}}"""), status);
            Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cluster_without_silos_is_told_in_its_own_words_with_when_to_ask_again()
    {
        Server.Runs.Error = new RunServiceUnavailableException("No silo can be reached just now");
        foreach (var path in new[] { "/api/runs/one", "/api/runs/one/events" })
        {
            using var answer = await Server.GetAsync(path);
            var problem = await TestServer.ProblemOf(answer, 503);
            Assert.Equal("No silo can be reached just now", problem.GetProperty("detail").GetString());
            Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        }
    }

    [Fact]
    public async Task A_data_error_tells_its_place_member_by_member()
    {
        Server.Runs.Error = FakeRuns.PlacedError;
        var problem = await TestServer.ProblemOf(await Server.GetAsync("/api/runs/one"), 400);
        Assert.Equal(
            """{"type":"about:blank","title":"Asked wrongly","status":400,"detail":"The well is odd","plate":"P1","well":"B03","site":2,"channel":"DNA","blob":"a/b.tif","line":7,"key":"images.store"}""",
            problem.GetRawText());
    }

    [Fact]
    public async Task A_status_is_told_again_only_when_it_has_changed()
    {
        var feed = Server.Runs.Add("one");
        var first = await Server.GetAsync("/api/runs/one");
        await TestServer.JsonOf(first, 200);
        var tag = first.Headers.ETag!.ToString();
        foreach (var header in (string[])[tag, $"W/{tag}", $"\"x\", {tag}", "*"])
        {
            var same = await Server.GetAsync("/api/runs/one", ("If-None-Match", header));
            Assert.Equal((304, 0), ((int)same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
            Assert.Equal(tag, same.Headers.ETag!.ToString());
        }

        feed.Publish(s => s with { WellsDone = 1 });
        var changed = await Server.GetAsync("/api/runs/one", ("If-None-Match", tag));
        Assert.Equal(1, (await TestServer.JsonOf(changed, 200)).GetProperty("wellsDone").GetInt32());
    }

    [Fact]
    public async Task Jobs_are_listed_page_by_page()
    {
        foreach (var id in (string[])["a", "b", "c"])
            Server.Runs.Add(id);
        var page = await TestServer.JsonOf(await Server.GetAsync("/api/runs?limit=2"), 200);
        Assert.Equal(
            ["a", "b"], page.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        Assert.Equal("b", page.GetProperty("next").GetString());
        page = await TestServer.JsonOf(await Server.GetAsync("/api/runs?limit=2&after=b"), 200);
        Assert.Equal("c", Assert.Single(page.GetProperty("runs").EnumerateArray()).GetProperty("id").GetString());
        Assert.False(page.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=-1")]
    [InlineData("limit=x")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit=1&limit=2")]
    [InlineData("after=../x")]
    [InlineData("after=")]
    [InlineData("after=%00")]
    [InlineData("page=2")]
    public async Task A_list_is_not_given_for_a_query_that_makes_no_sense(string query)
    {
        var problem = await TestServer.ProblemOf(await Server.GetAsync($"/api/runs?{query}"), 400);
        Assert.Equal(query.Split('=')[0], problem.GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("pause", "Pause")]
    [InlineData("resume", "Resume")]
    [InlineData("cancel", "Cancel")]
    public async Task A_job_is_changed(string verb, string expected)
    {
        Server.Runs.Add("one");
        Server.Runs.Add("over", JobState.Finished);
        var status = await TestServer.JsonOf(await Server.Http.PostAsync($"/api/runs/one/{verb}", null), 200);
        Assert.Equal(expected, status.GetProperty("stage").GetString());
        await TestServer.ProblemOf(await Server.Http.PostAsync($"/api/runs/over/{verb}", null), 409);
        await TestServer.ProblemOf(await Server.Http.PostAsync($"/api/runs/none/{verb}", null), 404);
        await TestServer.ProblemOf(await Server.PostAsync($"/api/runs/one/{verb}", "{}"), 400);
        await TestServer.ProblemOf(await Server.GetAsync($"/api/runs/one/{verb}"), 405);
    }

    [Theory]
    [InlineData("/api/runs/none")]
    [InlineData("/api/runs/none/events")]
    [InlineData("/api/runs/.hidden")]
    [InlineData("/api/runs/%2e%2e%2fjobs%2fone")]
    [InlineData("/api/runs/a%2fb")]
    [InlineData("/api/runs/a%00b")]
    [InlineData("/api/runs/a%0ab/events")]
    [InlineData("/api/runs/%c3%28")]
    [InlineData("/api/runs/one/other")]
    [InlineData("/api")]
    [InlineData("/other")]
    [InlineData("/")]
    [InlineData("/.env")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        Server.Runs.Add("one");
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(Server.Url.ToString().TrimEnd('/') + path, new UriCreationOptions
            {
                DangerousDisablePathAndQueryCanonicalization = true,
            }));
        await ClientErrorAsync(await Server.Http.SendAsync(request));
    }

    [Theory]
    [InlineData("PUT", "/api/runs")]
    [InlineData("DELETE", "/api/runs/one")]
    [InlineData("POST", "/api/runs/one")]
    [InlineData("POST", "/healthz")]
    public async Task A_method_that_a_path_does_not_know_is_refused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var response = await Server.Http.SendAsync(request);
        await TestServer.ProblemOf(response, 405);
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    // Some are refused by the web server itself, before there is a problem to write.
    private static async Task ClientErrorAsync(HttpResponseMessage response)
    {
        if ((int)response.StatusCode == 400)
            return;
        await TestServer.ProblemOf(response, 404);
    }
}
