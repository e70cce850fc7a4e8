using HcsGrid.Runs.Coordination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HcsGrid.Web;

/// <summary>
/// Brings the HTTP surface (docs/http.md) into a host: an embedded server, or a cluster's gateway.
/// </summary>
/// <remarks>The host registers an <see cref="IRunService"/>, and as many <see cref="IReadinessCheck"/> as it
/// needs.</remarks>
public static class HcsGridWeb
{
    /// <summary>Registers what the surface consists of.</summary>
    public static IServiceCollection AddHcsGridWeb(this IServiceCollection services, HcsGridWebOptions options)
    {
        options.Validate();
        services.AddRouting();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RequestGuard>();
        services.AddSingleton<RunRequests>();
        services.AddSingleton<RunEvents>();
        services.AddSingleton<HealthRequests>();
        return services;
    }

    /// <summary>Maps the surface's paths.</summary>
    public static IEndpointRouteBuilder MapHcsGrid(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var runs = services.GetRequiredService<RunRequests>();
        var events = services.GetRequiredService<RunEvents>();
        var health = services.GetRequiredService<HealthRequests>();
        Map("/api/runs", isOpen: false, get: runs.ListAsync, post: runs.SubmitAsync);
        Map("/api/runs/{id}", isOpen: false, get: runs.FindAsync);
        Map("/api/runs/{id}/events", isOpen: false, get: events.StreamAsync);
        Map("/api/runs/{id}/pause", isOpen: false, post: c => runs.ChangeAsync(c, RunChange.Pause));
        Map("/api/runs/{id}/resume", isOpen: false, post: c => runs.ChangeAsync(c, RunChange.Resume));
        Map("/api/runs/{id}/cancel", isOpen: false, post: c => runs.ChangeAsync(c, RunChange.Cancel));
        Map("/healthz", isOpen: true, get: HealthRequests.LiveAsync);
        Map("/readyz", isOpen: true, get: health.ReadyAsync);
        Map("/api/{**rest}", isOpen: false);
        return endpoints;

        void Map(
            string pattern, bool isOpen, Func<HttpContext, Task>? get = null, Func<HttpContext, Task>? post = null)
        {
            var guard = services.GetRequiredService<RequestGuard>();
            endpoints.Map(pattern, context => guard.AnswerAsync(context, isOpen, c => AnswerAsync(c, get, post)));
        }
    }

    /// <summary>Answers by the method that a path knows.</summary>
    private static Task AnswerAsync(HttpContext context, Func<HttpContext, Task>? get, Func<HttpContext, Task>? post)
    {
        if (get is null && post is null)
            throw new WebProblemException(StatusCodes.Status404NotFound, "There is nothing under this path");
        if ((HttpMethods.IsGet(context.Request.Method) ? get : HttpMethods.IsPost(context.Request.Method) ? post : null)
            is { } answer)
        {
            return answer(context);
        }

        var allowed = get is null ? "POST" : post is null ? "GET" : "GET, POST";
        context.Response.Headers.Allow = allowed;
        throw new WebProblemException(
            StatusCodes.Status405MethodNotAllowed, $"This path knows {allowed} only");
    }
}
