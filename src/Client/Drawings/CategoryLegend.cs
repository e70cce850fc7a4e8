namespace HcsGrid.Client.Drawings;

/// <summary>
/// The categories of a drawing: which mark each has, and the list that tells.
/// </summary>
/// <remarks>The most frequent categories come first, equally frequent ones in ordinal order. An empty text is no
/// category.</remarks>
internal sealed class CategoryLegend
{
    private const double LineHeight = 18;
    private const int MaxTextLength = 36;

    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly List<(string Name, CategoryMark Mark)> _lines = [];

    public CategoryLegend(string title, IReadOnlyList<string> values)
    {
        Title = title;
        var groups = values.Where(value => value.Length > 0).GroupBy(value => value, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < Math.Min(groups.Length, CategoryMark.MaxCount); i++)
        {
            _indexOf[groups[i].Key] = i;
            _lines.Add(($"{SvgDrawing.Cut(groups[i].Key, MaxTextLength)} ({groups[i].Count()})", CategoryMark.Of(i)));
        }

        var others = groups.Skip(CategoryMark.MaxCount).ToArray();
        if (others.Length > 0)
            _lines.Add(($"{others.Length} others ({others.Sum(group => group.Count())})", CategoryMark.Other));
        if (values.Count(value => value.Length == 0) is var missing and > 0)
            _lines.Add(($"none ({missing})", CategoryMark.Other));
        CategoryCount = groups.Length;
    }

    public string Title { get; }

    public int CategoryCount { get; }

    public double Width => Math.Max(
        SvgDrawing.WidthOf(Title, 13), _lines.Select(line => 20 + SvgDrawing.WidthOf(line.Name, 12)).Append(0).Max());

    public double Height => LineHeight * (_lines.Count + 1.5);

    public CategoryMark MarkOf(string value) =>
        _indexOf.TryGetValue(value, out var index) ? CategoryMark.Of(index) : CategoryMark.Other;

    /// <summary>Draws the list, with marks as on a map or as in a strip.</summary>
    public void Draw(SvgDrawing drawing, double x, double y, bool asStrip = false)
    {
        drawing.Text(x, y, Title, 13, "font-weight=\"600\"");
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = y + ((i + 1.2) * LineHeight);
            if (asStrip)
                DrawStrip(drawing, _lines[i].Mark, x, line - 10, 12, 13);
            else
                drawing.Mark(_lines[i].Mark, x + 6, line - 4, 5.5, null);
            drawing.Text(x + 20, line, _lines[i].Name);
        }
    }

    /// <summary>Draws a piece of a strip: the bands of a mark, framed where they do not fill it.</summary>
    public static void DrawStrip(
        SvgDrawing drawing, CategoryMark mark, double x, double y, double width, double height)
    {
        if (mark.Bands.Count > 1 || mark.Bands[0].Width < 1)
            drawing.Rectangle(x, y, width, height, "#EEEEEE");
        foreach (var (start, share) in mark.Bands)
            drawing.Rectangle(x + (start * width), y, share * width, height, mark.Colour);
    }
}
