using HcsGrid.Profiling.Structure;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Draws the distances of all pairs as a heatmap, in the order of a tree that stands beside it, or of labels.
/// </summary>
/// <remarks>Names stand beside the rows where there are at most <see cref="MaxNamedCount"/>. Beyond
/// <see cref="MaxPixelCount"/> rows, a pixel shows the pair in its middle.</remarks>
internal sealed class TreeHeatmap
{
    public const int MaxNamedCount = 120;
    public const int MaxPixelCount = 2048;

    private const double Margin = 24;
    private const double TreeWidth = 170;
    private const double StripWidth = 12;
    private const double Top = 76;

    private readonly Func<int, int, double> _valueOf;
    private readonly double _largest;
    private readonly bool _isCorrelation;
    private readonly int[] _order;
    private readonly double _cell;
    private readonly double _left;
    private readonly double _side;

    public TreeHeatmap(PairDistances distances, int[] order)
        : this((row, other) => distances[row, other], order)
    {
        foreach (var distance in distances.Values)
            _largest = Math.Max(_largest, distance);
    }

    private TreeHeatmap(Func<int, int, double> valueOf, int[] order)
    {
        (_valueOf, _order) = (valueOf, order);
        _side = Math.Clamp(order.Length * 12.0, 240, 720);
        _cell = order.Length == 0 ? 0 : _side / order.Length;
        _left = Margin;
    }

    private TreeHeatmap(Func<int, int, double> correlationOf, int[] order, bool isCorrelation)
        : this(correlationOf, order) => _isCorrelation = isCorrelation;

    /// <summary>What the rows are; default profiles.</summary>
    public string Things { get; init; } = "profiles";

    /// <summary>What the picture is called.</summary>
    public required string Title { get; init; }

    /// <summary>The line below it: method, distance, counts.</summary>
    public required string Subtitle { get; init; }

    /// <summary>The tree that ordered the rows; null for another order.</summary>
    public ClusterTree? Tree { get; init; }

    /// <summary>Names of the rows, by row.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Labels of the rows with their title; null for none.</summary>
    public CategoryLegend? Legend { get; init; }

    /// <summary>The label of each row, where there is a legend.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The cluster of each row; empty for none.</summary>
    public IReadOnlyList<int> Clusters { get; init; } = [];

    /// <summary>The picture as an SVG document.</summary>
    public string Draw()
    {
        var scale = new DistanceScale(_largest);
        var drawing = new SvgDrawing(Title, Describe());
        drawing.Text(Margin, 34, Title, 18, "font-weight=\"600\"");
        drawing.Text(Margin, 54, Subtitle, 12, $"fill=\"{Pale}\"");
        var x = _left;
        if (Tree is { Merges.Count: > 0 } tree)
        {
            DrawTree(drawing, tree, x);
            x += TreeWidth + 6;
        }

        x = DrawStrips(drawing, x);
        drawing.Image(x, Top, _side, _side, Pixels(scale));
        DrawBoundaries(drawing, x);
        drawing.Rectangle(x, Top, _side, _side, "none", $"stroke=\"{Pale}\" stroke-width=\"0.5\"");
        x += _side + 8;
        x = DrawNames(drawing, x) + 24;
        if (_isCorrelation)
            CorrelationScale.Draw(drawing, x, Top + 12, "Correlation");
        else
            scale.Draw(drawing, x, Top + 12, "Distance");
        Legend?.Draw(drawing, x, Top + 76, asStrip: true);
        var width = x + Math.Max(Legend?.Width ?? 0, 190) + Margin;
        var strips = Legend is null && Clusters.Count == 0 ? 0 : WidthOf(Cut(Legend?.Title ?? "cluster", 22), 11);
        var height = Math.Max(Top + _side + Math.Max(52, strips + 32), Top + 76 + (Legend?.Height ?? 0) + Margin);
        return drawing.ToDocument(Math.Max(width, Margin + WidthOf(Subtitle, 12) + Margin), height);
    }

    /// <summary>A heatmap of correlations instead of distances, with the borders of its clusters.</summary>
    public static TreeHeatmap OfCorrelations(
        Func<int, int, double> correlationOf, int[] order, string title, string subtitle, IReadOnlyList<string> names,
        ClusterTree tree, IReadOnlyList<int> clusters) => new(correlationOf, order, isCorrelation: true)
        {
            Title = title,
            Subtitle = subtitle,
            Names = names,
            Tree = tree,
            Clusters = clusters,
            Things = "codes",
        };

    private string Describe()
    {
        var clusters = Clusters.Count > 0 ? $" They are cut into {Clusters.Max()} clusters." : "";
        var labels = Legend is not null ? $" A strip tells their {Legend.Title} ({Legend.CategoryCount} values)." : "";
        var order = Tree is not null ? "in the order of the tree on the left" : "in the order of their groups";
        return _isCorrelation
            ? $"Heatmap of the correlations between {_order.Length} {Things}, {order}; red is together, blue is " +
                $"against each other, white is none.{clusters}{labels}"
            : $"Heatmap of the distances between {_order.Length} {Things}, {order}; dark is near, light is far, the " +
                $"largest distance is {_largest:0.000}.{clusters}{labels}";
    }

    private double MiddleOf(double place) => Top + ((place + 0.5) * _cell);

    private void DrawTree(SvgDrawing drawing, ClusterTree tree, double left)
    {
        var tallest = tree.Merges[^1].Height;
        var places = new double[tree.LeafCount + tree.Merges.Count];
        var heights = new double[places.Length];
        for (var i = 0; i < _order.Length; i++)
            places[_order[i]] = i;
        double X(double height) => left + TreeWidth - (tallest > 0 ? height / tallest * (TreeWidth - 8) : 0);
        drawing.OpenGroup($"fill=\"none\" stroke=\"{Ink}\" stroke-width=\"{N(tree.LeafCount > 300 ? 0.5 : 1)}\"");
        for (var k = 0; k < tree.Merges.Count; k++)
        {
            var (a, b, height, _) = tree.Merges[k];
            var made = tree.LeafCount + k;
            (places[made], heights[made]) = ((places[a] + places[b]) / 2, height);
            drawing.Path(
                $"M{N(X(heights[a]))} {N(MiddleOf(places[a]))}H{N(X(height))}V{N(MiddleOf(places[b]))}" +
                $"H{N(X(heights[b]))}",
                "");
        }

        drawing.CloseGroup();
        var y = Top + _side + 12;
        drawing.Path($"M{N(X(tallest))} {N(y)}H{N(X(0))}", $"stroke=\"{Pale}\" stroke-width=\"1\"");
        drawing.Text(X(0), y + 14, "0", 11, "text-anchor=\"middle\"");
        drawing.Text(X(tallest), y + 14, $"{tallest:0.00}", 11);
        drawing.Text(left + (TreeWidth / 2), y + 28, "height of merging", 11, "text-anchor=\"middle\"");
    }

    private double DrawStrips(SvgDrawing drawing, double x)
    {
        if (Legend is not null)
        {
            DrawRuns(row => Labels[row], (value, _, y, height) => CategoryLegend.DrawStrip(
                drawing, Legend.MarkOf(value), x, y, StripWidth, height));
            DrawStripName(drawing, x, Legend.Title);
            x += StripWidth + 2;
        }

        if (Clusters.Count > 0)
        {
            DrawRuns(row => $"{Clusters[row]}", (_, index, y, height) => drawing.Rectangle(
                x, y, StripWidth, height, index % 2 == 0 ? "#4A4A4A" : "#C9C9C9"));
            DrawStripName(drawing, x, "cluster");
            x += StripWidth + 2;
        }

        return x + 2;
    }

    /// <summary>Lines between the clusters of correlations, and their numbers above.</summary>
    private void DrawBoundaries(SvgDrawing drawing, double x)
    {
        if (!_isCorrelation || Clusters.Count == 0)
            return;
        DrawRuns(row => $"{Clusters[row]}", (cluster, index, y, height) =>
        {
            var left = x + y - Top;
            if (height >= WidthOf(cluster, 11))
                drawing.Text(left + (height / 2), Top - 6, cluster, 11, "text-anchor=\"middle\"");
            if (index > 0)
            {
                drawing.Path(
                    $"M{N(x)} {N(y)}h{N(_side)}M{N(left)} {N(Top)}v{N(_side)}",
                    $"stroke=\"{Ink}\" stroke-width=\"0.8\"");
            }
        });
    }

    private void DrawStripName(SvgDrawing drawing, double x, string name)
    {
        var (at, y) = (x + (StripWidth * 0.75), Top + _side + 8);
        drawing.Text(
            at, y, Cut(name, 22), 11, $"text-anchor=\"end\" transform=\"rotate(-90 {N(at)} {N(y)})\"");
    }

    /// <summary>Neighbours of the same value are one piece: draws (value, index, top, height).</summary>
    private void DrawRuns(Func<int, string> valueOf, Action<string, int, double, double> draw)
    {
        for (var (begin, index) = (0, 0); begin < _order.Length; index++)
        {
            var value = valueOf(_order[begin]);
            var end = begin + 1;
            while (end < _order.Length && valueOf(_order[end]) == value)
                end++;
            draw(value, index, Top + (begin * _cell), (end - begin) * _cell);
            begin = end;
        }
    }

    private double DrawNames(SvgDrawing drawing, double x)
    {
        if (_order.Length > MaxNamedCount)
            return x;
        var size = Math.Clamp(_cell * 0.95, 5, 11);
        var width = 0.0;
        for (var i = 0; i < _order.Length; i++)
        {
            var name = Cut(Names[_order[i]], 40);
            drawing.Text(x, MiddleOf(i) + (size * 0.35), name, size);
            width = Math.Max(width, WidthOf(name, size));
        }

        return x + width;
    }

    private byte[] Pixels(DistanceScale scale)
    {
        var side = Math.Clamp(_order.Length, 1, MaxPixelCount);
        var pixels = new byte[side * side];
        for (var i = 0; i < side && _order.Length > 0; i++)
        {
            for (var j = 0; j < side; j++)
            {
                var value = _valueOf(RowAt(i, side), RowAt(j, side));
                pixels[(i * side) + j] = _isCorrelation ? CorrelationScale.IndexOf(value) : scale.IndexOf(value);
            }
        }

        return PalettePng.Encode(side, side, pixels, _isCorrelation ? CorrelationScale.Palette : scale.Palette);
    }

    private int RowAt(int pixel, int side) => _order[(int)((pixel + 0.5) * _order.Length / side)];
}
