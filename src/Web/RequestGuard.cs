using System.Net;
using System.Text.Json;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HcsGrid.Web;

/// <summary>
/// Stands around every request: who may ask at all, and errors as problems.
/// </summary>
internal sealed partial class RequestGuard(HcsGridWebOptions options, ILogger<RequestGuard> logger)
{
    /// <summary>Answers a request, or tells why not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isOpen">Whether no key is needed.</param>
    /// <param name="answer">Answers it.</param>
    public async Task AnswerAsync(HttpContext context, bool isOpen, Func<HttpContext, Task> answer)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            CheckOrigin(context.Request);
            if (!isOpen)
                CheckKey(context);
            await answer(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested || response.HasStarted)
        {
            // Nobody is there any more, or the answer is half told: the connection's end tells the rest.
            context.Abort();
        }
#pragma warning disable CA1031 // Every error becomes a problem.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await WriteAsync(context, ProblemOf(context, error)).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a problem as the answer.</summary>
    public static Task WriteAsync(HttpContext context, ProblemDocument problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = ProblemDocument.ContentType;
        return context.Response.Body
            .WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, WebJson.Options), context.RequestAborted).AsTask();
    }

    // A page of somebody else in a browser may send requests here, but it cannot hide where it comes from.
    private void CheckOrigin(HttpRequest request)
    {
        if (options.OnlyLoopbackHosts && !IsLoopback(request.Host.Host))
        {
            throw new WebProblemException(
                StatusCodes.Status403Forbidden,
                "Without an API key this server answers under 127.0.0.1, [::1] or localhost only");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 &&
            !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            throw new WebProblemException(StatusCodes.Status403Forbidden, "Pages of another origin may not ask");
        }
    }

    private void CheckKey(HttpContext context)
    {
        if (options.Keys is not { } keys)
            return;
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && keys.Has(header[scheme.Length..].Trim()))
            return;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new WebProblemException(
            StatusCodes.Status401Unauthorized, header.Length == 0
                ? "The server wants an API key: Authorization: Bearer KEY (hcsgrid takes it from HCSGRID_API_KEY)"
                : "The API key is not one of this server's");
    }

    private ProblemDocument ProblemOf(HttpContext context, Exception error)
    {
        switch (error)
        {
            case WebProblemException known:
                return known.Problem;
            case ScreenDataException data:
                return ProblemDocument.Of(StatusCodes.Status400BadRequest, data.Reason, data.Place);
            case RunConflictException:
                return ProblemDocument.Of(StatusCodes.Status409Conflict, error.Message);
            case RunLimitException:
                context.Response.Headers.RetryAfter = "60";
                return ProblemDocument.Of(StatusCodes.Status429TooManyRequests, error.Message);
            case RunServiceUnavailableException:
                LogUnavailable(logger, error);
                context.Response.Headers.RetryAfter = "10";
                return ProblemDocument.Of(StatusCodes.Status503ServiceUnavailable, error.Message);
            case BadHttpRequestException bad:
                return ProblemDocument.Of(bad.StatusCode, bad.Message);
            case BlobStoreException:
                LogStore(logger, error);
                context.Response.Headers.RetryAfter = "10";
                return ProblemDocument.Of(
                    StatusCodes.Status503ServiceUnavailable, "The server's store cannot be used just now");
            default:
                LogUnexpected(logger, context.Request.Method, error);
                return ProblemDocument.Of(
                    StatusCodes.Status500InternalServerError, "The server failed; its log says more");
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
        (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot be used")]
    private static partial void LogStore(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody answers for jobs")]
    private static partial void LogUnavailable(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} request failed")]
    private static partial void LogUnexpected(ILogger logger, string method, Exception error);
}
