using System.Text.Json.Serialization;
using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// Something of a run that is missing or went wrong, with its place. Also the form of <c>&lt;well&gt;.failed</c>.
/// </summary>
public sealed record RunProblem
{
    [JsonConstructor]
    public RunProblem(string text) => Text = text;

    public RunProblem(string text, Place place)
        : this(text)
    {
        Plate = place.Plate?.Barcode;
        Well = place.Well?.ToString();
        Site = place.SiteNumber;
        Channel = place.Channel?.Name;
        Blob = place.Blob;
        Line = place.LineNumber;
    }

    public string? Plate { get; init; }

    public string? Well { get; init; }

    /// <summary>Site number, from 1.</summary>
    public int? Site { get; init; }

    public string? Channel { get; init; }

    /// <summary>The blob's key or the file's path.</summary>
    public string? Blob { get; init; }

    /// <summary>Line of the file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>What is wrong, without the place.</summary>
    public string Text { get; init; }

    public static RunProblem Of(ScreenDataException error) => new(error.Reason, error.Place);

    /// <summary>The error that the problem was made of.</summary>
    public ScreenDataException ToException() => new(Text, PlaceOf());

    /// <summary>The place in words; empty where nothing is known.</summary>
    public string PlaceText() => PlaceOf().ToString();

    public override string ToString() => PlaceText() is { Length: > 0 } place ? $"{place}: {Text}" : Text;

    private Place PlaceOf() => new()
    {
        Plate = Plate is null ? null : new PlateId(Plate),
        Well = Well is null ? null : WellAddress.Parse(Well),
        SiteNumber = Site,
        Channel = Channel is null ? null : new Channel(Channel),
        Blob = Blob,
        LineNumber = Line,
    };
}
