using HcsGrid.Profiling.Particles;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Draws how many particles have which diameter: bars in the groups' colours, the groups' bounds as lines.
/// </summary>
internal static class SizeHistogramPicture
{
    private const int MostBins = 40;
    private const double Left = 60;
    private const double Top = 76;
    private const double Width = 640;
    private const double Height = 300;

    /// <summary>The picture as an SVG document.</summary>
    public static string Draw(FoundImage found)
    {
        var sizes = found.Particles.Select(found.SizeOf).ToArray();
        var bins = SizeBins.Of(sizes, MostBins);
        var title = $"Diameters of {sizes.Length} particles in {Path.GetFileName(found.Path)}";
        var subtitle = sizes.Length == 0
            ? "no particles"
            : $"bins of {N(bins.Width)} {found.Unit}; {sizes.Min():0.0} to {sizes.Max():0.0} {found.Unit}";
        var drawing = new SvgDrawing(title, $"Histogram, {subtitle}");
        drawing.Text(24, 34, title, 18, "font-weight=\"600\"");
        drawing.Text(24, 54, subtitle, 12, $"fill=\"{Pale}\"");
        if (sizes.Length > 0)
            DrawBars(drawing, found, bins);
        drawing.Path($"M{N(Left)} {N(Top + Height)}h{N(Width)}", $"fill=\"none\" stroke=\"{Ink}\"");
        drawing.Text(
            Left + (Width / 2), Top + Height + 44,
            found.PixelSizeNm is null ? "diameter in pixels" : "diameter in nm", 13, "text-anchor=\"middle\"");
        drawing.Text(
            0, 0, "particles", 13,
            $"text-anchor=\"middle\" transform=\"translate(20 {N(Top + (Height / 2))}) rotate(-90)\"");
        return drawing.ToDocument(Left + Width + 30, Top + Height + 62);
    }

    private static void DrawBars(SvgDrawing drawing, FoundImage found, SizeBins bins)
    {
        // A bin to each side stays free, so that a bar is seen to end.
        var from = bins.From - bins.Width;
        var binWidth = Width / (bins.Counts.Count + 2);
        var most = bins.Counts.Max();
        var members = found.Particles.ToLookup(p => bins.IndexOf(found.SizeOf(p)));
        DrawCounts(drawing, most);
        for (var i = 0; i < bins.Counts.Count; i++)
        {
            var below = Top + Height;
            foreach (var group in members[i].GroupBy(found.GroupOf).OrderBy(g => g.Key ?? -1))
            {
                var height = Height * group.Count() / most;
                below -= height;
                drawing.Rectangle(
                    Left + ((i + 1) * binWidth) + 0.5, below, binWidth - 1, height, GroupStyle.Of(group.Key).Colour);
            }
        }

        foreach (var group in found.Groups.Groups)
        {
            DrawBound(group.From, null);
            DrawBound(group.To, null);
            DrawBound(group.Nominal, $"{N(group.Nominal)} {found.Unit}");
        }

        DrawSizes(drawing, from, bins.Width, bins.Counts.Count + 2, binWidth);

        void DrawBound(double size, string? name)
        {
            var x = Left + ((size - from) / bins.Width * binWidth);
            if (x < Left || x > Left + Width)
                return;
            if (name is null)
                drawing.Path($"M{N(x)} {N(Top)}v{N(Height)}", $"stroke=\"{Pale}\" stroke-dasharray=\"3 3\"");
            else
                drawing.Text(x, Top - 4, name, 11, "text-anchor=\"middle\"");
        }
    }

    private static void DrawCounts(SvgDrawing drawing, int most)
    {
        var step = RoundSteps.From(1).Select(s => (int)s).First(s => most / s <= 6);
        for (var count = 0; count <= most; count += step)
        {
            var y = Top + Height - (Height * count / most);
            drawing.Path($"M{N(Left)} {N(y)}h{N(Width)}", "stroke=\"#E4E4E4\"");
            drawing.Text(Left - 6, y + 4, $"{count}", 11, "text-anchor=\"end\"");
        }
    }

    private static void DrawSizes(SvgDrawing drawing, double from, double width, int count, double binWidth)
    {
        var every = Math.Max(1, count / 10);
        for (var i = 0; i <= count; i += every)
        {
            drawing.Text(
                Left + (i * binWidth), Top + Height + 20, N(from + (i * width)), 11, "text-anchor=\"middle\"");
        }
    }
}
