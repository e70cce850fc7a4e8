using HcsGrid.Plates;

namespace HcsGrid.Web;

/// <summary>
/// An error as the HTTP surface tells it: problem details (RFC 9457) with the place as further members.
/// </summary>
public sealed record ProblemDocument
{
    public const string ContentType = "application/problem+json";

    /// <summary>What kind of problem it is; <c>about:blank</c> says no more than the status does.</summary>
    public string Type { get; init; } = "about:blank";

    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>What is wrong and what to do, for people.</summary>
    public required string Detail { get; init; }

    public string? Plate { get; init; }

    public string? Well { get; init; }

    /// <summary>Site number, from 1.</summary>
    public int? Site { get; init; }

    public string? Channel { get; init; }

    public string? Blob { get; init; }

    /// <summary>Line of the body or of a file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The key of the job, or of the query, that is wrong.</summary>
    public string? Key { get; init; }

    internal static ProblemDocument Of(int status, string detail, Place? place = null) => new()
    {
        Title = TitleOf(status),
        Status = status,
        Detail = detail,
        Plate = place?.Plate?.Barcode,
        Well = place?.Well?.ToString(),
        Site = place?.SiteNumber,
        Channel = place?.Channel?.Name,
        Blob = place?.Blob,
        Line = place?.LineNumber,
        Key = place?.Key,
    };

    private static string TitleOf(int status) => status switch
    {
        400 => "Asked wrongly",
        401 => "An API key is needed",
        403 => "Not permitted",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Conflict",
        413 => "Too large",
        415 => "Expected JSON",
        429 => "Too many jobs",
        503 => "Not available",
        _ => "Failed",
    };
}
