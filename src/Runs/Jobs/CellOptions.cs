using HcsGrid.Imaging.Layout;
using HcsGrid.Imaging.Nuclei;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Around which cells tiles are cut: those that a file of each site lists, or those whose nuclei HcsGrid finds.
/// </summary>
public sealed record CellOptions
{
    /// <summary>How the files of cell locations are named, one a site: see <see cref="CompanionPattern"/>; null:
    /// nuclei are found.</summary>
    public string? Locations { get; init; }

    /// <summary>The columns of the files of locations; null: the field's names.</summary>
    public CellColumns? Columns { get; init; }

    /// <summary>The channel in which nuclei are found; null: locations are listed.</summary>
    public string? Channel { get; init; }

    /// <summary>The smallest nucleus: diameter in pixels of a disc of its area. Needed with <see cref="Channel"/>.
    /// </summary>
    public double? MinimumDiameterPixels { get; init; }

    /// <summary>The largest nucleus, likewise.</summary>
    public double? MaximumDiameterPixels { get; init; }

    /// <summary>Cells of a site that are embedded at most: of more, as many as this, evenly spread. Default 1,000.
    /// </summary>
    public int MaxCellsPerSite { get; init; } = 1000;

    /// <summary>How the files of locations are named; null where nuclei are found.</summary>
    internal CompanionPattern? LocationsOf(ImagePattern images) =>
        Locations is null ? null : new CompanionPattern(Locations, images, "location file");

    /// <summary>What a nucleus is, where nuclei are found.</summary>
    internal NucleusFinderOptions NucleusOptions() => new()
    {
        MinimumDiameterPixels = MinimumDiameterPixels!.Value,
        MaximumDiameterPixels = MaximumDiameterPixels!.Value,
    };

    /// <exception cref="ScreenDataException">A value is out of bounds.</exception>
    internal void Validate(ImagePattern images, IReadOnlyList<ChannelSource> channels)
    {
        JobCheck.That(
            Locations is null != Channel is null, "tiles.cells",
            "expects one of locations (files that list cells) and channel (in which nuclei are found)");
        JobCheck.That(
            MaxCellsPerSite is >= 1 and <= 100_000, "tiles.cells.maxCellsPerSite",
            $"is {MaxCellsPerSite}, expected 1 to 100000");
        if (Channel is not null)
            CheckChannel(channels);
        else
            CheckLocations(images);
    }

    private void CheckChannel(IReadOnlyList<ChannelSource> channels)
    {
        JobCheck.That(
            channels.Any(c => c.Name == Channel), "tiles.cells.channel",
            $"is '{Channel}', expected one of {string.Join(", ", channels.Select(c => c.Name))}");
        JobCheck.That(Columns is null, "tiles.cells.columns", "is there, but no locations");
        const double least = NucleusFinderOptions.LeastDiameterPixels, most = NucleusFinderOptions.MostDiameterPixels;
        JobCheck.That(
            MinimumDiameterPixels is >= least and < most, "tiles.cells.minimumDiameterPixels",
            $"is {MinimumDiameterPixels?.ToString() ?? "missing"}, expected {least} to less than {most}: what is " +
            "smaller is no nucleus");
        JobCheck.That(
            MaximumDiameterPixels is <= most && MaximumDiameterPixels > MinimumDiameterPixels,
            "tiles.cells.maximumDiameterPixels",
            $"is {MaximumDiameterPixels?.ToString() ?? "missing"}, expected more than minimumDiameterPixels and at " +
            $"most {most}: what is larger is no nucleus");
    }

    private void CheckLocations(ImagePattern images)
    {
        JobCheck.That(
            MinimumDiameterPixels is null && MaximumDiameterPixels is null, "tiles.cells",
            "has diameters, but no channel in which nuclei would be found");
        try
        {
            JobCheck.That(
                !LocationsOf(images)!.Has("channel"), "tiles.cells.locations",
                $"is '{Locations}' and has {{channel}}, expected one file for all channels of a site");
        }
        catch (FormatException error)
        {
            throw JobCheck.Wrong("tiles.cells.locations", error);
        }
    }
}
