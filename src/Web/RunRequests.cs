using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using HcsGrid.Runs.Coordination;
using Microsoft.AspNetCore.Http;

namespace HcsGrid.Web;

/// <summary>
/// Answers the requests about jobs, all but the stream of events.
/// </summary>
internal sealed class RunRequests(IRunService runs)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary>POST /api/runs.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        CheckQuery(context.Request);
        var request = context.Request;
        if (!request.HasJsonContentType())
        {
            throw new WebProblemException(
                StatusCodes.Status415UnsupportedMediaType, "A submission is JSON: Content-Type: application/json");
        }

        var submission = SubmissionFile.Parse((await ReadBodyAsync(context).ConfigureAwait(false)).Span);
        var key = request.Headers["Idempotency-Key"];
        if (key.Count > 1 || (key.Count == 1 && submission.Id is { } id && id != key[0]))
        {
            throw new WebProblemException(
                StatusCodes.Status400BadRequest, "Idempotency-Key and the body's id name different jobs", "id");
        }

        if (key.Count == 1)
            submission = submission with { Id = key[0] };
        var status = await runs.SubmitAsync(submission, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Location = $"/api/runs/{status.Id}";
        await WriteAsync(context, StatusCodes.Status202Accepted, status).ConfigureAwait(false);
    }

    /// <summary>GET /api/runs.</summary>
    public async Task ListAsync(HttpContext context)
    {
        CheckQuery(context.Request, "after", "limit");
        var limit = DefaultLimit;
        if (Query(context.Request, "limit") is { } text &&
            !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) &&
              limit is >= 1 and <= MaxLimit))
        {
            throw new WebProblemException(
                StatusCodes.Status400BadRequest, $"limit is no number from 1 to {MaxLimit}", "limit");
        }

        var after = Query(context.Request, "after");
        if (after is not null && !JobRecord.IsValidId(after))
            throw new WebProblemException(StatusCodes.Status400BadRequest, "after is no job's id", "after");
        var page = await runs.ListAsync(after, limit, context.RequestAborted).ConfigureAwait(false);
        var next = page.Count == limit ? page[^1].Id : null;
        await WriteAsync(context, StatusCodes.Status200OK, new RunPage(page, next)).ConfigureAwait(false);
    }

    /// <summary>GET /api/runs/{id}.</summary>
    public async Task FindAsync(HttpContext context)
    {
        CheckQuery(context.Request);
        var status = await runs.FindAsync(IdOf(context), context.RequestAborted).ConfigureAwait(false)
            ?? throw NotFound();
        var body = JsonSerializer.SerializeToUtf8Bytes(status, WebJson.Options);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (Matches(context.Request.Headers.IfNoneMatch.ToString(), tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await WriteAsync(context, StatusCodes.Status200OK, body).ConfigureAwait(false);
    }

    /// <summary>POST /api/runs/{id}/pause, resume or cancel.</summary>
    public async Task ChangeAsync(HttpContext context, RunChange change)
    {
        CheckQuery(context.Request);
        if (context.Request.ContentLength is > 0)
            throw new WebProblemException(StatusCodes.Status400BadRequest, "The request takes no body");
        var status = await runs.ChangeAsync(IdOf(context), change, context.RequestAborted).ConfigureAwait(false)
            ?? throw NotFound();
        await WriteAsync(context, StatusCodes.Status200OK, status).ConfigureAwait(false);
    }

    /// <summary>The id of the path; one that no job can have is not found.</summary>
    public static string IdOf(HttpContext context) =>
        context.Request.RouteValues["id"] is string id && JobRecord.IsValidId(id) ? id : throw NotFound();

    public static WebProblemException NotFound() => new(StatusCodes.Status404NotFound, "There is no such job");

    /// <summary>Refuses a key of the query that the request does not know, or one that stands twice.</summary>
    public static void CheckQuery(HttpRequest request, params ReadOnlySpan<string> known)
    {
        foreach (var (key, values) in request.Query)
        {
            if (!known.Contains(key))
            {
                throw new WebProblemException(
                    StatusCodes.Status400BadRequest, "The query has a key that this request does not know", key);
            }

            if (values.Count > 1)
                throw new WebProblemException(StatusCodes.Status400BadRequest, $"{key} stands twice in the query", key);
        }
    }

    public static Task WriteAsync<T>(HttpContext context, int status, T value) =>
        WriteAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(value, WebJson.Options));

    private static Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    private static string? Query(HttpRequest request, string key) =>
        request.Query.TryGetValue(key, out var values) ? values.ToString() : null;

    private static bool Matches(string header, string tag) =>
        header.Split(',').Select(t => t.Trim()).Any(t => t == "*" || t == tag || t == $"W/{tag}");

    // Whatever the length that is told, and told or not.
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > SubmissionFile.MaxBytes)
            throw TooLarge();
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var memory = buffer.GetMemory(4096);
            var count = await context.Request.Body.ReadAsync(memory, context.RequestAborted).ConfigureAwait(false);
            if (count == 0)
                return buffer.WrittenMemory;
            buffer.Advance(count);
            if (buffer.WrittenCount > SubmissionFile.MaxBytes)
                throw TooLarge();
        }
    }

    private static WebProblemException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, $"The submission is longer than {SubmissionFile.MaxBytes} bytes");
}
