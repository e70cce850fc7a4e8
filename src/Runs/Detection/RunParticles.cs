using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Particles;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// The table of the particles of a run, of its wells' results.
/// </summary>
internal static class RunParticles
{
    /// <summary>The name of the tables.</summary>
    public const string Table = "particles";

    /// <summary>The text column that says which image a row is of: its key in the image store.</summary>
    public const string ImageColumn = "Metadata_Image";

    /// <summary>The text columns that say which image a row is of.</summary>
    public static IReadOnlyList<string> ImageColumns { get; } =
        ["Metadata_Plate", "Metadata_Well", "Metadata_Site", ImageColumn];

    /// <summary>The table <c>profiles/particles</c>.</summary>
    public static BlobKey ScreenKey { get; } = new($"profiles/{Table}");

    /// <summary>A plate's table: wells, sites, then particles row by row of their image.</summary>
    public static ProfileTable TableOf(IEnumerable<WellResult> wells, SizeGroups groups)
    {
        var builder = new ProfileTableBuilder(ImageColumns, ParticleRows.Columns);
        foreach (var (metadata, image) in ImagesOf(wells, groups))
        {
            foreach (var particle in image.Particles)
                builder.AddRow(metadata, ParticleRows.NumbersOf(image, particle));
        }

        return builder.Build();
    }

    /// <summary>The images of wells with their groups, each with the values of <see cref="ImageColumns"/>.</summary>
    public static IEnumerable<(string[] Metadata, FoundImage Image)> ImagesOf(
        IEnumerable<WellResult> wells, SizeGroups groups)
    {
        foreach (var well in wells)
        {
            for (var site = 0; site < well.Images.Count; site++)
            {
                var image = well.Images[site] with { Groups = groups };
                yield return (
                    [
                        well.Plate.Barcode, well.Well.ToString(),
                        well.SiteNumbers[site].ToString(CultureInfo.InvariantCulture), image.Path,
                    ],
                    image);
            }
        }
    }
}
