using HcsGrid.Profiling;
using HcsGrid.Profiling.Particles;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// The table of how the particles of a run's images lie beside random placements: what <c>hcsgrid detect gold</c>
/// writes of each image, after plate, well, site and image.
/// </summary>
internal static class RunSpatial
{
    /// <summary>The name of the tables.</summary>
    public const string Table = "spatial";

    // The group is 'all' in one row and a number in others: stored tables ask such columns for the prefix.
    private static readonly string[] TextColumns = ["Metadata_Group", "Metadata_Statistic"];

    /// <summary>The table <c>profiles/spatial</c>.</summary>
    public static BlobKey ScreenKey { get; } = new($"profiles/{Table}");

    /// <summary>A plate's table: wells, sites, all particles and then the groups, statistics.</summary>
    public static ProfileTable TableOf(IEnumerable<WellResult> wells, SizeGroups groups)
    {
        var builder = new ProfileTableBuilder(
            [.. RunParticles.ImageColumns, .. TextColumns], SpatialRows.ColumnsIn("nm"));
        foreach (var (metadata, image) in RunParticles.ImagesOf(wells, groups))
        {
            foreach (var (texts, numbers) in SpatialRows.Of(image))
                builder.AddRow([.. metadata, .. texts], numbers);
        }

        return builder.Build();
    }
}
