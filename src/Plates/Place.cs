namespace HcsGrid.Plates;

/// <summary>
/// Where in a screen's data something happened: as much of plate, well, site, channel, blob and line as is known.
/// </summary>
public sealed record Place
{
    /// <summary>Nothing known.</summary>
    public static Place Unknown { get; } = new();

    public PlateId? Plate { get; init; }

    public WellAddress? Well { get; init; }

    /// <summary>Site number, from 1.</summary>
    public int? SiteNumber { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>The blob's key or the file's path.</summary>
    public string? Blob { get; init; }

    /// <summary>Line of the file, from 1.</summary>
    public int? LineNumber { get; init; }

    /// <summary>The key of a job, such as <c>images.pattern</c>, for programs: messages name it themselves.</summary>
    public string? Key { get; init; }

    /// <summary>This place, with what it does not know taken from another.</summary>
    public Place Within(Place outer) => new()
    {
        Plate = Plate ?? outer.Plate,
        Well = Well ?? outer.Well,
        SiteNumber = SiteNumber ?? outer.SiteNumber,
        Channel = Channel ?? outer.Channel,
        Blob = Blob ?? outer.Blob,
        LineNumber = LineNumber ?? outer.LineNumber,
        Key = Key ?? outer.Key,
    };

    /// <summary>What is known, in words: <c>plate P1, well B03, site 2, channel DNA, blob x.tif</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>(6);
        if (Plate is { } plate)
            parts.Add($"plate {plate}");
        if (Well is { } well)
            parts.Add($"well {well}");
        if (SiteNumber is { } site)
            parts.Add($"site {site}");
        if (Channel is { } channel)
            parts.Add($"channel {channel}");
        if (Blob is { } blob)
            parts.Add($"blob {blob}");
        if (LineNumber is { } line)
            parts.Add($"line {line}");
        return string.Join(", ", parts);
    }
}
