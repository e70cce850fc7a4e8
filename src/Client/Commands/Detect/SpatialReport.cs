using System.Globalization;
using System.Text;
using HcsGrid.Profiling.Particles;
using HcsGrid.Profiling.Spatial;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// Tells how particles lie beside random placements: for programs, as a table of text, on the screen. Distances are in
/// the unit of the image's groups.
/// </summary>
internal static class SpatialReport
{
    /// <summary>The part of the JSON document for an image.</summary>
    public static object Document(FoundImage image) => image.Spatial.Select(s =>
    {
        var unit = image.PixelSizeNm ?? 1;
        return new
        {
            Group = NominalOf(image, s),
            ParticleCount = s.Result.PointCount,
            image.Unit,
            Placements = s.Options.PlacementCount,
            s.Options.Seed,
            NearestDistance = Number(s.Result.NearestDistance, unit),
            Ripley = new
            {
                Radii = Numbers(s.Result.Radii, unit),
                L = Numbers(s.Result.L, unit),
                RandomL = Numbers(s.Result.RandomL, unit),
                RandomLow = Numbers(s.Result.RandomLLow, unit),
                RandomHigh = Numbers(s.Result.RandomLHigh, unit),
                PValue = s.Result.LPValue,
            },
            Clusters = new
            {
                Distance = Round(s.Options.ClusterDistance * unit),
                LeastCount = s.Options.SmallestCluster,
                Count = Number(s.Result.ClusterCount, 1),
                Largest = Number(s.Result.LargestCluster, 1),
                ClusteredShare = Number(s.Result.ClusteredShare, 1),
            },
        };
    });

    /// <summary>Comma-separated text: the columns and rows of <see cref="SpatialRows"/>.</summary>
    public static string Table(FoundImage image)
    {
        var text = new StringBuilder()
            .AppendJoin(',', SpatialRows.TextColumns.Concat(SpatialRows.ColumnsIn(image.Unit))).Append('\n');
        foreach (var (texts, numbers) in SpatialRows.Of(image))
            text.AppendJoin(',', texts.Concat(numbers.Select(Text))).Append('\n');
        return text.ToString();
    }

    /// <summary>A table of the images for people; nothing where nothing was compared.</summary>
    public static void Write(IReadOnlyList<FoundImage> images, Output output)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            "Image", "Group", "Particles", "Nearest (random), p", "Ripley's L, p", "In clusters (random), p");
        foreach (var image in images)
        {
            foreach (var spatial in image.Spatial)
            {
                var (result, unit) = (spatial.Result, image.PixelSizeNm ?? 1);
                var (near, share) = (result.NearestDistance, result.ClusteredShare);
                table.AddRow(
                    Markup.Escape(Path.GetFileName(image.Path)),
                    NominalOf(image, spatial) is { } nominal ? $"{nominal:0.###} {image.Unit}" : "all",
                    $"{result.PointCount}",
                    $"{near.Observed * unit:0.0} ({near.RandomMean * unit:0.0}) {image.Unit}, {near.PValue:0.###}",
                    $"{result.LPValue:0.###}",
                    $"{share.Observed:P0} ({share.RandomMean:P0}), {share.PValue:0.###}");
            }
        }

        if (table.Rows.Count > 0)
            output.People.Write(table);
    }

    private static double? NominalOf(FoundImage image, GroupSpatial spatial) =>
        spatial.Group is { } group ? image.Groups.Groups[group].Nominal : null;

    private static object Number(AgainstRandom number, double unit) => new
    {
        Observed = Round(number.Observed * unit),
        RandomMean = Round(number.RandomMean * unit),
        RandomLow = Round(number.RandomLow * unit),
        RandomHigh = Round(number.RandomHigh * unit),
        number.PValue,
    };

    private static IEnumerable<double> Numbers(IEnumerable<double> values, double unit) =>
        values.Select(v => Round(v * unit));

    private static double Round(double value) => Math.Round(value, 4);

    private static string Text(double value) =>
        double.IsNaN(value) ? "" : value.ToString("0.####", CultureInfo.InvariantCulture);
}
