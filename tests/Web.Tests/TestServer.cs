using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HcsGrid.Inference.Tests;

namespace HcsGrid.Web.Tests;

/// <summary>
/// A real server on a free port of this machine, over jobs that the test makes up.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>How long a test waits for what must happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public const string Job =
        """{"name":"small","images":{"pattern":"{well}.tif"},"channels":[{"name":"DNA"}]}""";

    private readonly HcsGridServer _server;

    private TestServer(HcsGridServer server, FakeRuns runs, ManualTimeProvider time)
    {
        (_server, Runs, Time) = (server, runs, time);
        Http = new HttpClient { BaseAddress = new Uri(server.Url), Timeout = Patience };
    }

    public FakeRuns Runs { get; }

    public ManualTimeProvider Time { get; }

    public HttpClient Http { get; }

    public Uri Url => Http.BaseAddress!;

    public static async Task<TestServer> StartAsync(
        HcsGridWebOptions? options = null, params IReadOnlyList<IReadinessCheck> checks)
    {
        var runs = new FakeRuns();
        var time = new ManualTimeProvider();
        var server = await HcsGridServer.StartAsync(
            ListenAddress.Parse("127.0.0.1:0"), options ?? new HcsGridWebOptions(), runs, checks, time,
            TestContext.Current.CancellationToken);
        return new TestServer(server, runs, time);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Ends the server while the test goes on.</summary>
    public ValueTask EndAsync() => _server.DisposeAsync();

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response, int expectedStatus)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == expectedStatus, $"expected {expectedStatus}: {response}\n{text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Demands an answer that is problem details.</summary>
    public static async Task<JsonElement> ProblemOf(HttpResponseMessage response, int expectedStatus)
    {
        var problem = await JsonOf(response, expectedStatus);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(expectedStatus, problem.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
