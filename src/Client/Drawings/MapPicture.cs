using HcsGrid.Profiling.Structure;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Draws a map of profiles: a mark for each row, its colour and shape by a category.
/// </summary>
internal sealed class MapPicture
{
    private const double Margin = 24;
    private const double Left = 46;
    private const double Top = 76;
    private const double Side = 640;

    /// <summary>The places.</summary>
    public required ProfileMap Map { get; init; }

    /// <summary>What the picture is called.</summary>
    public required string Title { get; init; }

    /// <summary>The line below it.</summary>
    public required string Subtitle { get; init; }

    /// <summary>What the axes are.</summary>
    public required (string X, string Y) Axes { get; init; }

    /// <summary>The categories; null draws all marks alike.</summary>
    public CategoryLegend? Legend { get; init; }

    /// <summary>The category of each row, where there is a legend.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The picture as an SVG document.</summary>
    public string Draw()
    {
        var rows = Enumerable.Range(0, Map.X.Count).Where(row => double.IsFinite(Map.X[row])).ToArray();
        var drawing = new SvgDrawing(Title, Describe(rows.Length));
        drawing.Text(Margin, 34, Title, 18, "font-weight=\"600\"");
        drawing.Text(Margin, 54, Subtitle, 12, $"fill=\"{Pale}\"");
        drawing.Rectangle(Left, Top, Side, Side, "none", "stroke=\"#D0D0D0\"");
        DrawMarks(drawing, rows);
        drawing.Text(Left + (Side / 2), Top + Side + 22, Axes.X, 12, $"text-anchor=\"middle\" fill=\"{Pale}\"");
        var (x, y) = (Left - 12, Top + (Side / 2));
        drawing.Text(
            x, y, Axes.Y, 12, $"text-anchor=\"middle\" fill=\"{Pale}\" transform=\"rotate(-90 {N(x)} {N(y)})\"");
        Legend?.Draw(drawing, Left + Side + 28, Top + 12);
        var width = Left + Side + Margin + (Legend is null ? 0 : 4 + Legend.Width + Margin);
        var height = Math.Max(Top + Side + 44, Top + 12 + (Legend?.Height ?? 0) + Margin);
        return drawing.ToDocument(Math.Max(width, Margin + WidthOf(Subtitle, 12) + Margin), height);
    }

    // One scale for both axes: distances on the picture are those of the map.
    private void DrawMarks(SvgDrawing drawing, int[] rows)
    {
        if (rows.Length == 0)
            return;
        var (left, right) = (rows.Min(row => Map.X[row]), rows.Max(row => Map.X[row]));
        var (low, high) = (rows.Min(row => Map.Y[row]), rows.Max(row => Map.Y[row]));
        var extent = Math.Max(right - left, high - low);
        var factor = extent > 0 ? (Side - 40) / extent : 0;
        var radius = rows.Length switch { <= 500 => 5, <= 2000 => 3.5, _ => 2.2 };
        drawing.OpenGroup("fill-opacity=\"0.85\" stroke=\"#ffffff\" stroke-width=\"0.6\"");
        foreach (var row in rows)
        {
            var x = Left + (Side / 2) + ((Map.X[row] - ((left + right) / 2)) * factor);
            var y = Top + (Side / 2) - ((Map.Y[row] - ((low + high) / 2)) * factor);
            var label = Legend is null ? null : Labels[row];
            var mark = label is null ? CategoryMark.Of(0) : Legend!.MarkOf(label);
            drawing.Mark(mark, x, y, radius, string.IsNullOrEmpty(label) ? $"row {row + 1}" : label);
        }

        drawing.CloseGroup();
    }

    private string Describe(int count)
    {
        var legend = Legend is null
            ? ""
            : $" Colour and shape tell their {Legend.Title} ({Legend.CategoryCount} values, listed beside).";
        return $"Scatter plot of {count} profiles on a plane, {Axes.X} across, {Axes.Y} up.{legend} {Subtitle}";
    }
}
