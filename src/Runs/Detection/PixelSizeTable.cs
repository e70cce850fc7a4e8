using System.Globalization;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// The pixel sizes of images by a table of the image store.
/// </summary>
/// <remarks>A line that cannot be used is told as a problem with file and line; its image has no pixel size, and its
/// well fails. A line of an image that the run does not have is told, too: its name is likely to be written
/// wrongly.</remarks>
internal static class PixelSizeTable
{
    /// <summary>Reads the table that a job names; null where it names none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="store">The image store.</param>
    /// <param name="plates">The images that the run has.</param>
    /// <param name="problems">Takes the lines that cannot be used.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Nanometres of a pixel, by the image's key.</returns>
    /// <exception cref="ScreenDataException">The file or a column is missing.</exception>
    public static async Task<IReadOnlyDictionary<string, double>?> ReadAsync(
        ScreenJob job, IBlobStore store, IEnumerable<PlateImages> plates, List<RunProblem> problems,
        CancellationToken cancellationToken)
    {
        if (job.Detection?.PixelSizes is not { } file)
            return null;
        var text = await StoredText.ReadAsync(store, file, "table of pixel sizes", cancellationToken)
            .ConfigureAwait(false);
        var image = PlateMapFile.ColumnOf(text, file, null, "image");
        var size = PlateMapFile.ColumnOf(text, file, null, "pixel_size_nm");
        var images = plates.SelectMany(p => p.Wells).SelectMany(w => w.Sites).SelectMany(s => s.Keys)
            .OfType<BlobKey>().Select(k => k.Text).ToHashSet(StringComparer.Ordinal);
        var sizes = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in text.Rows)
        {
            var isSize = double.TryParse(
                line[size], NumberStyles.Float, CultureInfo.InvariantCulture, out var nanometres);
            if (!isSize || !(nanometres > 0 && double.IsFinite(nanometres)))
                Tell($"The pixel size '{line[size]}' of {line[image]} is no number of nanometres above 0");
            else if (!images.Contains(line[image]))
                Tell($"No image of the run is called {line[image]}");
            else if (!sizes.TryAdd(line[image], nanometres) && sizes[line[image]] != nanometres)
                Tell($"The image {line[image]} stands twice with different pixel sizes; the first line counts");

            void Tell(string reason) =>
                problems.Add(new RunProblem(reason, new Place { Blob = file, LineNumber = line.LineNumber }));
        }

        return sizes;
    }
}
