using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Web;

namespace HcsGrid.Client;

/// <summary>
/// A server that takes jobs, as the commands see it (docs/http.md).
/// </summary>
internal sealed class RunServer : IDisposable
{
    /// <summary>The variable of the environment that holds the API key.</summary>
    public const string KeyVariable = "HCSGRID_API_KEY";

    // Answers are small; a server that sends more is none of ours.
    private const int MaxAnswerBytes = 4 << 20;

    private readonly HttpClient _http;
    private readonly Uri _url;

    /// <exception cref="ScreenDataException">The text is no URL of a server.</exception>
    public RunServer(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") ||
            parsed.UserInfo.Length > 0 || parsed.Query.Length > 0 || parsed.Fragment.Length > 0)
        {
            throw new ScreenDataException(
                "--server is no URL of a server: expected http://host:port or https://host", Place.Unknown);
        }

        _url = new Uri(parsed.AbsoluteUri.TrimEnd('/') + "/");
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        })
        {
            MaxResponseContentBufferSize = MaxAnswerBytes,
            Timeout = TimeSpan.FromSeconds(100),
        };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            if (key.Any(c => c is <= ' ' or > '~'))
                throw new ScreenDataException($"{KeyVariable} holds a space or what is not ASCII", Place.Unknown);
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Submits a job. With an id it may be repeated, and is where the answer does not come.</summary>
    public Task<RunStatus> SubmitAsync(RunSubmission submission, CancellationToken cancellationToken) =>
        AskAsync<RunStatus>(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(_url, "api/runs"))
            {
                Content = new ByteArrayContent(SubmissionFile.Write(submission))
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
                },
            },
            cancellationToken);

    public Task<RunStatus> FindAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<RunStatus>(() => new HttpRequestMessage(HttpMethod.Get, PathOf(id)), cancellationToken);

    /// <summary>Pauses, resumes or cancels a job.</summary>
    public Task<RunStatus> ChangeAsync(string id, RunChange change, CancellationToken cancellationToken) =>
        AskAsync<RunStatus>(
            () => new HttpRequestMessage(
                HttpMethod.Post, PathOf(id, $"/{JsonNamingPolicy.CamelCase.ConvertName(change.ToString())}")),
            cancellationToken);

    /// <summary>Lists all jobs, page by page.</summary>
    public async Task<IReadOnlyList<RunStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<RunStatus>();
        for (string? after = null; ;)
        {
            var query = after is null ? "" : $"&after={after}";
            var page = await AskAsync<RunPage>(
                () => new HttpRequestMessage(HttpMethod.Get, new Uri(_url, $"api/runs?limit=1000{query}")),
                cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Runs);
            if (page.Next is null || page.Next == after)
                return all;
            after = page.Next;
        }
    }

    /// <summary>Opens the stream of a job's events.</summary>
    public async Task<HttpResponseMessage> OpenEventsAsync(string id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(id, "/events"));
        var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ErrorOfAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private Uri PathOf(string id, string more = "") => JobRecord.IsValidId(id)
        ? new Uri(_url, $"api/runs/{id}{more}")
        : throw new ScreenDataException($"'{id}' is no job's id", Place.Unknown);

    private async Task<T> AskAsync<T>(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var request = make();
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken)
            .ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw await ErrorOfAsync(response, cancellationToken).ConfigureAwait(false);
        try
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize<T>(bytes, WebJson.Options)
                ?? throw new ServerException($"{_url} answered with null");
        }
        catch (JsonException error)
        {
            throw new ServerException($"{_url} did not answer as a server of HcsGrid: {error.Message}", error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw new ServerException($"The server {_url} cannot be reached: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerException($"The server {_url} did not answer within {_http.Timeout.TotalSeconds} s", error);
        }
    }

    private async Task<Exception> ErrorOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var detail = $"it answered {(int)response.StatusCode} {response.ReasonPhrase}";
        if (response.Content.Headers.ContentType?.MediaType == ProblemDocument.ContentType)
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            detail = ProblemIn(bytes) is { } problem ? TextOf(problem) : detail;
        }

        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            var later = response.Headers.RetryAfter?.Delta is { } wait ? $". Try again in {wait.TotalSeconds:0} s" : "";
            return new ServerException($"The server {_url} cannot do it just now: {detail}{later}");
        }

        return response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
                and not HttpStatusCode.TooManyRequests
            ? new ScreenDataException($"The server refused: {detail}", Place.Unknown)
            : new ServerException($"The server {_url} failed: {detail}");
    }

    private static ProblemDocument? ProblemIn(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ProblemDocument>(bytes, WebJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string TextOf(ProblemDocument problem)
    {
        var place = string.Join(", ", new[]
        {
            problem.Plate is null ? null : $"plate {problem.Plate}",
            problem.Well is null ? null : $"well {problem.Well}",
            problem.Blob is null ? null : $"blob {problem.Blob}",
        }.OfType<string>());
        return place.Length == 0 ? problem.Detail : $"{problem.Detail} ({place})";
    }
}
