using HcsGrid.Imaging;
using HcsGrid.Inference.Detection;
using HcsGrid.Profiling.Particles;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Draws the particles of a micrograph on it: a circle each, coloured by size group, the region's border, a legend and
/// a scale bar. The micrograph is in the file, no larger than 2,048 pixels.
/// </summary>
internal static class ParticleOverlay
{
    private const int LongestSide = 2048;
    private const int JpegQuality = 85;
    private const double Margin = 24;
    private const double Top = 78;
    private const string RegionColour = "#F0E442";

    /// <summary>The picture as an SVG document.</summary>
    public static string Draw(FoundImage found, Plane plane, SearchRegion region)
    {
        var photo = ThumbnailMaker.Make(
            [new ThumbnailChannel(plane, ScaleOf(plane), new ThumbnailColor(255, 255, 255))], LongestSide);
        var scale = photo.Width / (double)found.Width;
        var title = $"{found.Particles.Count} particles in {Path.GetFileName(found.Path)}";
        var drawing = new SvgDrawing(title, Describe(found));
        drawing.Text(Margin, 36, title, 22, "font-weight=\"600\"");
        drawing.Text(Margin, 60, Describe(found), 14, $"fill=\"{Pale}\"");
        drawing.OpenGroup($"transform=\"translate({N(Margin)} {N(Top)})\"");
        drawing.Photo(
            0, 0, photo.Width, photo.Height,
            ImageEncoder.EncodeJpegRgb(photo.Rgb, photo.Width, photo.Height, JpegQuality));
        if (!region.IsWhole)
        {
            drawing.Path(
                RegionOutline.Trace(region, scale), $"fill=\"none\" stroke=\"{RegionColour}\" stroke-width=\"2.5\"");
        }

        for (var group = -1; group < found.Groups.Groups.Count; group++)
            DrawGroup(drawing, found, group < 0 ? null : group, scale);
        drawing.CloseGroup();
        var below = Top + photo.Height + 30;
        DrawScaleBar(drawing, found, scale, photo.Width, below);
        DrawLegend(drawing, found, !region.IsWhole, below);
        var lineCount = found.Groups.Groups.Count + 2;
        return drawing.ToDocument(Math.Max(520, photo.Width) + (2 * Margin), below + (22 * lineCount) + 10);
    }

    private static void DrawGroup(SvgDrawing drawing, FoundImage found, int? group, double scale)
    {
        var members = found.Particles.Where(p => found.GroupOf(p) == group).ToArray();
        if (members.Length == 0)
            return;
        // A pale ring below each keeps the colour readable on black gold.
        drawing.OpenGroup("fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.75\" stroke-width=\"4.5\"");
        DrawCircles();
        drawing.CloseGroup();
        drawing.OpenGroup(GroupStyle.Of(group).Stroke(2.2));
        DrawCircles();
        drawing.CloseGroup();

        void DrawCircles()
        {
            foreach (var p in members)
            {
                drawing.Circle(
                    (p.XPixels + 0.5) * scale, (p.YPixels + 0.5) * scale, (p.DiameterPixels / 2 * scale) + 4,
                    $"{found.SizeOf(p):0.0} {found.Unit}, confidence {p.Confidence:0.00}");
            }
        }
    }

    private static void DrawLegend(SvgDrawing drawing, FoundImage found, bool hasRegion, double top)
    {
        var at = top + 26;
        for (var group = 0; group < found.Groups.Groups.Count; group++)
        {
            var (nominal, from, to) = found.Groups.Groups[group];
            Line(
                GroupStyle.Of(group).Stroke(2.2),
                $"{N(nominal)} {found.Unit}: {found.Particles.Count(p => found.GroupOf(p) == group)} particles " +
                $"({from:0.0} to {to:0.0} {found.Unit})");
        }

        var ungrouped = found.Particles.Count(p => found.GroupOf(p) is null);
        if (ungrouped > 0)
            Line(GroupStyle.Of(null).Stroke(2.2), $"in no size group: {ungrouped} particles");
        if (hasRegion)
            Line($"fill=\"none\" stroke=\"{RegionColour}\" stroke-width=\"3\"", "border of the region");

        void Line(string stroke, string text)
        {
            drawing.Path($"M{N(Margin)} {N(at - 5)}h34", stroke);
            drawing.Text(Margin + 44, at, text, 14);
            at += 22;
        }
    }

    private static void DrawScaleBar(SvgDrawing drawing, FoundImage found, double scale, double width, double top)
    {
        var pixelSize = found.PixelSizeNm ?? 1;
        var most = width / scale * pixelSize / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        var length = RoundSteps.From(power).TakeWhile(step => step <= most).Last();
        var drawn = length / pixelSize * scale;
        drawing.Rectangle(Margin + width - drawn, top - 14, drawn, 6, Ink);
        drawing.Text(
            Margin + width, top + 10, $"{N(length)} {(found.PixelSizeNm is null ? "pixels" : "nm")}", 14,
            "text-anchor=\"end\"");
    }

    private static string Describe(FoundImage found) =>
        $"{found.Width} × {found.Height} pixels" +
        (found.PixelSizeNm is { } size ? $" of {N3(size)} nm" : ", pixel size unknown") +
        (found.RegionArea is { } area ? $"; {N3(area)} µm² searched" : $"; {found.RegionPixelCount} pixels searched");

    private static string N3(double value) => value.ToString("0.###");

    /// <summary>8 bits as they are; 16 bits from the darkest to the brightest sample.</summary>
    private static IntensityScale ScaleOf(Plane plane)
    {
        if (plane.Type == SampleType.UInt8)
            return new IntensityScale(0, byte.MaxValue, Clip: true);
        var (least, most) = (ushort.MaxValue, ushort.MinValue);
        foreach (var sample in plane.UInt16Samples)
            (least, most) = (Math.Min(least, sample), Math.Max(most, sample));
        return new IntensityScale(least, Math.Max(most, least + 1), Clip: true);
    }
}
