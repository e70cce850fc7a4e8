using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// Why a well failed: the file <c>&lt;well&gt;.failed</c> of the run folder. A run that is started again tries the well again.
/// </summary>
public sealed record WellFailure
{
    public required string Plate { get; init; }

    public required string Well { get; init; }

    public int? Site { get; init; }

    public string? Channel { get; init; }

    public string? Blob { get; init; }

    public int? Line { get; init; }

    public required string Reason { get; init; }

    public static WellFailure Of(ScreenDataException error) => new()
    {
        Plate = error.Place.Plate?.Barcode ?? "",
        Well = error.Place.Well?.ToString() ?? "",
        Site = error.Place.SiteNumber,
        Channel = error.Place.Channel?.Name,
        Blob = error.Place.Blob,
        Line = error.Place.LineNumber,
        Reason = error.Reason,
    };

    public RunProblem ToProblem() => new(Reason, new Place
    {
        Plate = new PlateId(Plate),
        Well = WellAddress.Parse(Well),
        SiteNumber = Site,
        Channel = Channel is null ? null : new Channel(Channel),
        Blob = Blob,
        LineNumber = Line,
    });
}
