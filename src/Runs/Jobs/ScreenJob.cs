using System.Text.Json.Serialization;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// What a run is asked to do: images, channels, plate map, model, and how profiles are made.
/// </summary>
/// <remarks>
/// The JSON form is published as <c>docs/schemas/job.schema.json</c>. An unknown key is an error. Every default is
/// written out in the <c>job.json</c> of the run folder.
/// </remarks>
public sealed record ScreenJob
{
    /// <summary>The only version of the form so far.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Where the schema is; kept, not used.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Version of the form, 1.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The run's name: 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence for the report's head.</summary>
    public string Title { get; init; } = "";

    public required ImageSource Images { get; init; }

    /// <summary>The channels, in the order of every table. An image of another channel is left alone.</summary>
    public required IReadOnlyList<ChannelSource> Channels { get; init; }

    /// <summary>Wells of the physical plate; null: the smallest format of 96 wells or more that holds the
    /// images.</summary>
    public int? PlateFormat { get; init; }

    /// <summary>What the wells hold; null: nothing is known, every well counts as a treatment.</summary>
    public PlateMapSource? PlateMap { get; init; }

    /// <summary>The model, by name or by the path of its folder.</summary>
    public string Model { get; init; } = "scatter-v1";

    /// <summary>SHA-256 of the model; filled in when a run starts. Where it is given, another model is
    /// refused.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>How particles are found; null where the model detects none, and then not written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DetectionOptions? Detection { get; init; }

    public TileOptions Tiles { get; init; } = new();

    public ScalingOptions Scaling { get; init; } = new();

    public AggregationOptions Aggregation { get; init; } = new();

    public NormalizationOptions Normalization { get; init; } = new();

    public ThumbnailOptions Thumbnails { get; init; } = new();

    public JobLimits Limits { get; init; } = new();

    /// <summary>Checks every value against its bound.</summary>
    /// <exception cref="ScreenDataException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        JobCheck.That(
            FormatVersion == CurrentFormatVersion, "formatVersion",
            $"is {FormatVersion}, this program reads {CurrentFormatVersion}");
        JobCheck.That(
            Name.Length is > 0 and <= 64 && Name[0] != '.' &&
            Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'),
            "name", $"is '{Name}', expected 1 to 64 letters, digits, '-', '_' or '.', not beginning with '.'");
        JobCheck.That(Channels.Count is > 0 and <= 64, "channels", $"has {Channels.Count} entries, expected 1 to 64");
        JobCheck.That(Channels.All(c => c is not null), "channels", "holds a null");
        foreach (var channel in Channels)
            channel.Validate();
        CheckUnique("name", Channels.Select(c => c.Name));
        CheckUnique("token", Channels.Where(c => c.Band is null).Select(c => c.TokenText));
        if (PlateFormat is { } wells)
        {
            JobCheck.That(
                Plates.PlateFormat.All.Any(f => f.WellCount == wells), "plateFormat",
                $"is {wells}, expected one of {string.Join(", ", Plates.PlateFormat.All.Select(f => f.WellCount))}");
        }

        var pattern = Images.Validate();
        JobCheck.That(
            pattern.HasChannel || Channels.Count == 1 || Channels.All(c => c.Band is not null), "images.pattern",
            $"is '{pattern.Text}' and has no {{channel}}, but there are {Channels.Count} channels");
        PlateMap?.Validate();
        Detection?.Validate(pattern);
        JobCheck.That(
            Detection is null || Channels.Count == 1, "channels",
            $"has {Channels.Count} entries, expected one where the job detects particles");
        Tiles.Validate(pattern, Channels);
        JobCheck.That(
            Detection is null || Tiles.Cells is null, "tiles.cells",
            "is there beside detection: particles are found in the whole image, not around cells");
        Scaling.Validate();
        Normalization.Validate();
        Thumbnails.Validate();
        Limits.Validate();

        static void CheckUnique(string what, IEnumerable<string> values)
        {
            var twice = values.GroupBy(v => v, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
            JobCheck.That(twice is null, $"channels[].{what}", $"has '{twice?.Key}' twice");
        }
    }
}
