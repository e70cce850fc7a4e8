using HcsGrid.Profiling.Particles;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Draws Ripley's L(r) − r of an image's particles, a panel for all and one for each size group: above the band of
/// random placements particles cluster, below it they keep apart.
/// </summary>
internal static class RipleyPicture
{
    private const double Left = 66;
    private const double Top = 96;
    private const double Width = 300;
    private const double Height = 200;
    private const double ColumnGap = 76;
    private const double RowGap = 96;
    private const int Columns = 2;

    /// <summary>The picture as an SVG document.</summary>
    public static string Draw(FoundImage found)
    {
        var title = $"Particles of {Path.GetFileName(found.Path)} beside random ones";
        var subtitle = found.Spatial.Count == 0
            ? "fewer than two particles: nothing to compare"
            : $"Ripley's L(r) − r, line: the particles, band: the middle 95 % of " +
              $"{found.Spatial[0].Options.PlacementCount} random placements in the region";
        var drawing = new SvgDrawing(title, subtitle);
        drawing.Text(24, 34, title, 18, "font-weight=\"600\"");
        drawing.Text(24, 54, subtitle, 12, $"fill=\"{Pale}\"");
        for (var i = 0; i < found.Spatial.Count; i++)
        {
            drawing.OpenGroup(
                $"transform=\"translate({N(Left + (i % Columns * (Width + ColumnGap)))} " +
                $"{N(Top + (i / Columns * (Height + RowGap)))})\"");
            DrawPanel(drawing, found, found.Spatial[i]);
            drawing.CloseGroup();
        }

        var columns = Math.Clamp(found.Spatial.Count, 1, Columns);
        var rows = Math.Max(1, (found.Spatial.Count + Columns - 1) / Columns);
        // The subtitle must fit beside a single panel, too.
        var width = Math.Max(Left + (columns * (Width + ColumnGap)), WidthOf(subtitle, 12) + 40);
        return drawing.ToDocument(width, Top + (rows * (Height + RowGap)) - 30);
    }

    private static void DrawPanel(SvgDrawing drawing, FoundImage found, GroupSpatial spatial)
    {
        var unit = found.PixelSizeNm ?? 1;
        var result = spatial.Result;
        var name = spatial.Group is { } group ? $"{N(found.Groups.Groups[group].Nominal)} {found.Unit}" : "all";
        drawing.Text(
            0, -10, $"{name}: {result.PointCount} particles, p = {result.LPValue:0.###}", 13, "font-weight=\"600\"");
        double[] Above(IReadOnlyList<double> l) => [.. l.Zip(result.Radii, (v, r) => (v - r) * unit)];
        var (observed, low, high) = (Above(result.L), Above(result.RandomLLow), Above(result.RandomLHigh));
        var step = StepOf(observed.Concat(low).Concat(high).Append(0));
        var (from, to) = (observed.Concat(low).Append(0).Min(), observed.Concat(high).Append(0).Max());
        (from, to) = (Math.Floor(from / step) * step, Math.Ceiling(to / step) * step);
        var longest = result.Radii[^1] * unit;
        double X(int i) => Width * result.Radii[i] * unit / longest;
        double Y(double value) => Height * (to - value) / (to - from);

        for (var i = 0; from + (i * step) <= to + (step / 2); i++)
        {
            var value = from + (i * step);
            drawing.Path($"M0 {N(Y(value))}h{N(Width)}", "stroke=\"#E4E4E4\"");
            drawing.Text(-6, Y(value) + 4, N(Math.Round(value / step) * step), 11, "text-anchor=\"end\"");
        }

        var points = Enumerable.Range(0, observed.Length).ToArray();
        drawing.Path(
            $"M{string.Join('L', points.Select(i => $"{N(X(i))} {N(Y(high[i]))}"))}" +
            $"L{string.Join('L', points.Reverse().Select(i => $"{N(X(i))} {N(Y(low[i]))}"))}Z",
            "fill=\"#D5D5D5\"");
        drawing.Path($"M0 {N(Y(0))}h{N(Width)}", $"stroke=\"{Pale}\" stroke-dasharray=\"4 3\"");
        drawing.Path(
            $"M{string.Join('L', points.Select(i => $"{N(X(i))} {N(Y(observed[i]))}"))}",
            spatial.Group is null ? $"fill=\"none\" stroke=\"{Ink}\" stroke-width=\"2\""
                : GroupStyle.Of(spatial.Group).Stroke(2));
        DrawDistances(drawing, longest, found.Unit);
    }

    private static void DrawDistances(SvgDrawing drawing, double longest, string unit)
    {
        var step = RoundSteps.From(Math.Pow(10, Math.Floor(Math.Log10(longest)) - 1)).First(s => longest / s <= 6);
        drawing.Path($"M0 {N(Height)}h{N(Width)}", $"fill=\"none\" stroke=\"{Ink}\"");
        for (var i = 0; i * step <= longest * (1 + 1e-9); i++)
        {
            drawing.Text(
                Width * i * step / longest, Height + 18, N(i * step), 11, "text-anchor=\"middle\"");
        }

        drawing.Text(Width / 2, Height + 38, $"distance r in {unit}", 12, "text-anchor=\"middle\"");
        drawing.Text(
            0, 0, $"L(r) − r in {unit}", 12,
            $"text-anchor=\"middle\" transform=\"translate(-46 {N(Height / 2)}) rotate(-90)\"");
    }

    private static double StepOf(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var span = Math.Max(all.Max() - all.Min(), 1e-6);
        return RoundSteps.From(Math.Pow(10, Math.Floor(Math.Log10(span)) - 1)).First(s => span / s <= 5);
    }
}
