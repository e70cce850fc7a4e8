using System.Globalization;
using System.Text;
using HcsGrid.Client.Drawings;
using HcsGrid.Imaging;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// The tables and pictures of an image's particles in a folder, each written whole or not at all.
/// </summary>
internal static class GoldFiles
{
    /// <summary>Makes the folder, and refuses images of one name, whose files would overwrite each other.</summary>
    /// <exception cref="ScreenDataException">The folder cannot be made, or two images have one name.</exception>
    public static void Require(string folder, IReadOnlyList<string> images)
    {
        var twice = images.GroupBy(NameOf, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new ScreenDataException(
                $"Two images are named {twice.Key}, and their files in {folder} would be one: " +
                string.Join(" and ", twice), Place.Unknown);
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ScreenDataException(
                $"The folder cannot be made: {ScreenDataException.ReasonOf(error)}", new Place { Blob = folder },
                error);
        }
    }

    /// <summary>Writes the files of one image.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Write(FoundImage found, GoldRequest request)
    {
        var files = new List<string>();
        Add("particles.csv", ParticleTables.Full(found.Particles, found.Groups, found.PixelSizeNm));
        Add("gold_digger.csv", ParticleTables.GoldDigger(found.Particles));
        for (var group = 0; group < found.Groups.Groups.Count; group++)
        {
            var nominal = found.Groups.Groups[group].Nominal.ToString("0.###", CultureInfo.InvariantCulture);
            Add(
                $"{nominal}{found.Unit}.csv",
                ParticleTables.Places(found.Particles.Where(p => found.GroupOf(p) == group)));
        }

        Add("overlay.svg", Overlay(found, request));
        Add("sizes.svg", SizeHistogramPicture.Draw(found));
        if (request.Spatial.PlacementCount > 0)
        {
            Add("spatial.csv", SpatialReport.Table(found));
            Add("ripley.svg", RipleyPicture.Draw(found));
        }

        return files;

        void Add(string ending, string text)
        {
            var path = Path.Combine(request.OutFolder!, $"{NameOf(found.Path)}_{ending}");
            WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            files.Add(path);
        }
    }

    private static string Overlay(FoundImage found, GoldRequest request)
    {
        // Read again, because pixels of many images at once would not fit into memory.
        var decoder = new ImageDecoder(new PixelPool(new PixelPoolOptions()), new ImageDecoderOptions());
        using var plane = ImageFile.Read(found.Path, file => decoder.DecodePlane(file, band: request.Band));
        return ParticleOverlay.Draw(
            found, plane, ImageMasks.Read(found.Path, plane.Width, plane.Height, request, decoder));
    }

    private static string NameOf(string image) => Path.GetFileNameWithoutExtension(image);
}
