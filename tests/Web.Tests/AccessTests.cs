using HcsGrid.Plates;

namespace HcsGrid.Web.Tests;

public sealed class AccessTests : IDisposable
{
    private const string Key = "open sesame";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task With_keys_nothing_but_health_is_answered_without_one()
    {
        await using var server = await TestServer.StartAsync(
            new HcsGridWebOptions { Keys = KeysOf(TestServer.HashOf(Key)) });
        server.Runs.Add("one");
        foreach (var path in (string[])["/api/runs", "/api/runs/one", "/api/runs/one/events", "/api/other"])
        {
            foreach (var header in (string[])
                ["", "Bearer", "Bearer ", "Bearer open", $"Basic {Key}", TestServer.HashOf(Key)])
            {
                var refused = await server.GetAsync(path, ("Authorization", header));
                await TestServer.ProblemOf(refused, 401);
                Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
            }
        }

        await TestServer.ProblemOf(await server.Http.PostAsync("/api/runs/one/cancel", null), 401);
        await TestServer.JsonOf(await server.GetAsync("/healthz"), 200);
        await TestServer.JsonOf(await server.GetAsync("/readyz"), 200);
        await TestServer.JsonOf(await server.GetAsync("/api/runs/one", ("Authorization", $"Bearer {Key}")), 200);
        await TestServer.JsonOf(await server.GetAsync("/api/runs/one", ("Authorization", $"bearer {Key}")), 200);
    }

    [Theory]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "evil.example:7410", 403)]
    [InlineData("Host", "127.0.0.1.evil.example", 403)]
    [InlineData("Host", "localhost:99", 200)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost", 403)]
    public async Task Without_keys_pages_of_others_cannot_ask(string header, string value, int status)
    {
        await using var server = await TestServer.StartAsync();
        server.Runs.Add("one");
        Assert.Equal(status, (int)(await server.GetAsync("/api/runs/one", (header, value))).StatusCode);
        Assert.Equal(status, (int)(await server.GetAsync("/healthz", (header, value))).StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_server_itself_may_ask()
    {
        await using var server = await TestServer.StartAsync();
        var origin = server.Url.ToString().TrimEnd('/');
        await TestServer.JsonOf(await server.GetAsync("/api/runs", ("Origin", origin)), 200);
    }

    [Fact]
    public void Keys_are_read_line_by_line_with_notes_beside_them()
    {
        var keys = KeysOf(
            "# keys", "", $"{TestServer.HashOf("a")} the dashboard", TestServer.HashOf("b").ToUpperInvariant());
        Assert.True(keys.Has("a") && keys.Has("b"));
        Assert.False(keys.Has("") || keys.Has("c") || keys.Has(TestServer.HashOf("a")) || keys.Has("a "));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("open sesame")]
    [InlineData("abc123")]
    public void A_file_without_hashes_is_refused_by_its_name(string line)
    {
        var error = Assert.Throws<ScreenDataException>(() => KeysOf(line));
        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", error.Message, StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(() => ApiKeys.Read(_file + ".none"));
    }

    [Theory]
    [InlineData("127.0.0.1:7410", true)]
    [InlineData("127.9.9.9:0", true)]
    [InlineData("[::1]:7410", true)]
    [InlineData("localhost:7410", true)]
    [InlineData("0.0.0.0:7410", false)]
    [InlineData("[::]:7410", false)]
    [InlineData("*:7410", false)]
    [InlineData("192.0.2.1:7410", false)]
    public void Without_a_key_only_this_machine_is_listened_to(string address, bool isLoopback)
    {
        var listen = ListenAddress.Parse(address);
        Assert.Equal(isLoopback, listen.IsLoopback);
        listen.Check(KeysOf(TestServer.HashOf(Key)));
        if (isLoopback)
            listen.Check(null);
        else
            Assert.Contains("--api-key-file", Assert.Throws<ScreenDataException>(() => listen.Check(null)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7410")]
    [InlineData(":7410")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("1:7410")]
    [InlineData("::1:7410")]
    [InlineData("example.org:7410")]
    [InlineData("http://127.0.0.1:7410")]
    public void What_is_no_address_is_refused(string text) =>
        Assert.Throws<ScreenDataException>(() => ListenAddress.Parse(text));

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var server = await TestServer.StartAsync();
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => HcsGridServer.StartAsync(
            ListenAddress.Parse($"127.0.0.1:{server.Url.Port}"), new HcsGridWebOptions(), server.Runs, [],
            TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains($"127.0.0.1:{server.Url.Port}", error.Message, StringComparison.Ordinal);
    }

    private ApiKeys KeysOf(params string[] lines)
    {
        File.WriteAllLines(_file, lines);
        return ApiKeys.Read(_file);
    }
}
