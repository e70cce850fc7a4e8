using System.Globalization;
using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Cells;

/// <summary>
/// The files that list the cells of each site, in the form of DeepProfiler's location files.
/// </summary>
public static class CellLocations
{
    private static readonly string[] XNames = ["Nuclei_Location_Center_X", "Location_Center_X"];
    private static readonly string[] YNames = ["Nuclei_Location_Center_Y", "Location_Center_Y"];

    /// <summary>The location files that a job's sites need and the image store does not have.</summary>
    /// <returns>One a site, by plate, well and site; none where the job lists no locations.</returns>
    public static async Task<IReadOnlyList<ScreenDataException>> FindMissingAsync(
        ScreenJob job, ScreenPlan plan, IBlobStore images, CancellationToken cancellationToken)
    {
        if (job.Tiles.Cells?.LocationsOf(new ImagePattern(job.Images.Pattern)) is not { } pattern)
            return [];
        var prefix = pattern.Text[..(pattern.Text + "{").IndexOf('{', StringComparison.Ordinal)];
        var there = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in images.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (pattern.IsCompanion(blob.Key.Text))
                there.Add(blob.Key.Text);
        }

        var needed =
            from plate in plan.Plates
            from well in plate.Wells
            where well.Error is null
            from site in well.Sites
            let image = site.Keys.FirstOrDefault(key => key is not null)
            where image is not null
            select new Place
            {
                Plate = plate.Plate,
                Well = well.Well,
                SiteNumber = site.SiteNumber,
                Blob = pattern.KeyFor(image.Value).Text,
            };
        return
        [
            .. needed.Where(place => !there.Contains(place.Blob!))
                .Select(place => new ScreenDataException("The file of cell locations is missing", place)),
        ];
    }

    /// <summary>Reads the cells of a file, in its order.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">Its key, for the message.</param>
    /// <param name="columns">What its columns are called; null: the field's names.</param>
    /// <param name="width">The image's width, in pixels.</param>
    /// <param name="height">The image's height, in pixels.</param>
    /// <exception cref="ScreenDataException">A column is missing, or a line's centre is no place in the image; the
    /// place names file and line.</exception>
    internal static IReadOnlyList<CellCentre> Read(
        DelimitedText text, string file, CellColumns? columns, int width, int height)
    {
        var x = PlateMapFile.ColumnOf(text, file, columns?.X, XNames);
        var y = PlateMapFile.ColumnOf(text, file, columns?.Y, YNames);
        var cells = new CellCentre[text.Rows.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var line = text.Rows[i];
            if (!TryParse(line[x], width, out var across) || !TryParse(line[y], height, out var down))
            {
                throw new ScreenDataException(
                    $"The cell's centre {line[x]}, {line[y]} is no place in the image of {width} × {height} pixels",
                    new Place { Blob = file, LineNumber = line.LineNumber });
            }

            cells[i] = new CellCentre(across, down);
        }

        return cells;
    }

    /// <summary>Whole numbers are the middles of pixels, so that the image begins half a pixel before 0.</summary>
    private static bool TryParse(string text, int length, out double place) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out place) &&
        place >= -0.5 && place <= length - 0.5;
}
