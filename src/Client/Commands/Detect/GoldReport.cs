using HcsGrid.Inference;
using HcsGrid.Profiling.Particles;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// Tells what was found: a document for programs, tables and bars for people.
/// </summary>
internal static class GoldReport
{
    private const int MostBins = 24;
    private const int LongestBar = 40;

    /// <summary>The one JSON document.</summary>
    public static object Document(
        IReadOnlyList<FoundImage> images, IReadOnlyList<GoldProblem> problems, ModelCard card, double threshold,
        IReadOnlyList<string>? files) => new
        {
            Particles = images.SelectMany(i => i.Particles.Select(p => new
            {
                X = Math.Round(p.XPixels, 3),
                Y = Math.Round(p.YPixels, 3),
                DiameterNm = p.DiameterPixels * i.PixelSizeNm is { } nm ? Math.Round(nm, 3) : (double?)null,
                DiameterPx = Math.Round(p.DiameterPixels, 3),
                Group = i.Groups.NominalOf(i.SizeOf(p)),
                Confidence = Math.Round(p.Confidence, 4),
                Image = i.Path,
            })),
            Images = images.Select(i => new
            {
                Image = i.Path,
                i.Width,
                i.Height,
                i.PixelSizeNm,
                i.PixelSizeFrom,
                RegionPixels = i.RegionPixelCount,
                RegionUm2 = i.RegionArea,
                ParticleCount = i.Particles.Count,
                DensityPerUm2 = Density(i.Particles.Count, i),
                GroupUnit = i.Unit,
                Groups = i.Groups.Groups.Select((g, index) =>
                {
                    var count = CountOf(i, (int?)index);
                    return new { Group = g.Nominal, g.From, g.To, Count = count, DensityPerUm2 = Density(count, i) };
                }),
                UngroupedCount = CountOf(i, (int?)null),
                Spatial = SpatialReport.Document(i),
            }),
            Model = new { card.Name, card.Sha256, Threshold = threshold },
            Files = files,
            Problems = problems.Select(p => new { p.Image, p.Error.Reason, Place = p.Error.Place.ToString() }),
        };

    /// <summary>A table of the images, and a histogram of all sizes.</summary>
    public static void Write(IReadOnlyList<FoundImage> images, Output output)
    {
        var kinds = images.SelectMany(i => i.Groups.Groups.Select(g => (g.Nominal, i.Unit))).Distinct()
            .OrderBy(k => k.Unit, StringComparer.Ordinal).ThenBy(k => k.Nominal).ToArray();
        // Names alone where they tell the images apart: a path is too wide for a screen.
        var isNameEnough = images.Select(i => Path.GetFileName(i.Path)).Distinct().Count() == images.Count;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Image", "Pixel", "Searched", "All")
            .AddColumns([.. kinds.Select(k => $"{k.Nominal:0.###} {k.Unit}")]).AddColumns("Other", "Per µm²");
        foreach (var image in images)
        {
            table.AddRow(
            [
                Markup.Escape(isNameEnough ? Path.GetFileName(image.Path) : image.Path),
                image.PixelSizeNm is { } size ? $"{size:0.###} nm" : "unknown",
                image.RegionArea is { } area ? $"{area:0.###} µm²" : $"{image.RegionPixelCount} px",
                $"{image.Particles.Count}",
                .. kinds.Select(k => k.Unit == image.Unit ? CountOf(image, k.Nominal) : ""),
                $"{CountOf(image, (int?)null)}",
                Density(image.Particles.Count, image) is { } density ? $"{density:0.0}" : "",
            ]);
        }

        output.People.Write(table);
        SpatialReport.Write(images, output);
        foreach (var unit in images.GroupBy(i => i.Unit).OrderBy(g => g.Key, StringComparer.Ordinal))
            WriteHistogram([.. unit.SelectMany(i => i.Particles.Select(i.SizeOf))], unit.Key);
    }

    private static void WriteHistogram(double[] sizes, string unit)
    {
        var bins = SizeBins.Of(sizes, MostBins);
        for (var i = 0; i < bins.Counts.Count; i++)
        {
            var count = bins.Counts[i];
            var bar = new string('█', (int)Math.Ceiling(LongestBar * count / (double)bins.Counts.Max()));
            var from = bins.From + (i * bins.Width);
            Output.WriteLine($"{from,7:0.0} to {from + bins.Width,5:0.0} {unit}  {bar} {count}");
        }
    }

    /// <summary>The particles of the group of this name; nothing where the image has no such group.</summary>
    private static string CountOf(FoundImage image, double nominal)
    {
        var index = image.Groups.Groups.Select(g => g.Nominal).ToList().IndexOf(nominal);
        return index < 0 ? "" : $"{CountOf(image, (int?)index)}";
    }

    private static int CountOf(FoundImage image, int? group) => image.Particles.Count(p => image.GroupOf(p) == group);

    private static double? Density(int count, FoundImage image) =>
        image.RegionArea is { } area && area > 0 ? count / area : null;
}
