using HcsGrid.Profiling;
using HcsGrid.Profiling.Localization;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Draws feature spectra below each other: a bar for each code's share, in clustered order, in the colour of its
/// cluster; a thin line is the mean of all groups.
/// </summary>
/// <remarks>All panels have one scale, so that heights compare. The clusters' numbers stand above and bands go through,
/// so that colour alone never tells.</remarks>
internal sealed class SpectrumPicture
{
    /// <summary>The most panels of a picture.</summary>
    public const int MaxPanelCount = 40;

    private const double Margin = 24;
    private const double Top = 96;
    private const double Width = 800;
    private const double PanelHeight = 64;
    private const double PanelGap = 22;
    private const string SetAsideColour = "#B8B8B8";

    // All colours but black, which is the mean's.
    private static readonly int[] _marks = [0, 1, 2, 3, 4, 5, 7];

    private readonly ProfileTable _histograms;
    private readonly CodeClustermap _map;
    private readonly double _barWidth;
    private readonly double _left;

    /// <param name="histograms">All groups' histograms, codes in the table's order.</param>
    /// <param name="map">The order and clusters of the codes.</param>
    /// <param name="names">The groups' names, one a row.</param>
    public SpectrumPicture(ProfileTable histograms, CodeClustermap map, IReadOnlyList<string> names)
    {
        (_histograms, _map, Names) = (histograms, map, names);
        _barWidth = Width / Math.Max(1, map.Order.Count);
        _left = Margin + 60;
    }

    /// <summary>The groups' names, one a row.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the picture is called.</summary>
    public required string Title { get; init; }

    /// <summary>The line below it.</summary>
    public required string Subtitle { get; init; }

    /// <summary>How heights tell shares.</summary>
    public SpectrumScale Scale { get; init; }

    /// <summary>The rows to draw, from top to bottom.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>The picture as an SVG document.</summary>
    public string Draw()
    {
        var drawing = new SvgDrawing(Title, Describe());
        drawing.Text(Margin, 34, Title, 18, "font-weight=\"600\"");
        drawing.Text(Margin, 54, Subtitle, 12, $"fill=\"{Pale}\"");
        var bottom = Top + (Rows.Count * (PanelHeight + PanelGap));
        DrawClusters(drawing, bottom);
        var mean = MeanOfAll();
        var highest = mean.Where(double.IsFinite).Append(0).Max();
        foreach (var row in Rows)
            highest = Math.Max(highest, _map.Order.Select(code => Finite(_histograms[row, code])).Append(0).Max());
        for (var i = 0; i < Rows.Count; i++)
            DrawPanel(drawing, Rows[i], Top + (i * (PanelHeight + PanelGap)) + PanelGap, mean, highest);
        drawing.Text(
            _left + (Width / 2), bottom + 24,
            $"{_map.Order.Count} codes in clustered order{(HeightText.Length > 0 ? $"; {HeightText}" : "")}", 12,
            $"text-anchor=\"middle\" fill=\"{Pale}\"");
        var legend = bottom + 46;
        drawing.Path($"M{N(_left)} {N(legend - 4)}h28", MeanStroke);
        drawing.Text(_left + 36, legend, $"mean of all {_histograms.RowCount} groups", 12);
        var width = Math.Max(_left + Width, Margin + WidthOf(Subtitle, 12)) + Margin;
        return drawing.ToDocument(width, legend + 20);
    }

    private static string MeanStroke => $"fill=\"none\" stroke=\"{Ink}\" stroke-width=\"0.8\"";

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private string HeightText => Scale == SpectrumScale.Root ? "heights are square roots of shares" : "";

    private string Describe() =>
        $"Bars of the shares of {_map.Order.Count} codes in {Rows.Count} groups, below each other, codes in " +
        $"clustered order, coloured and numbered by {_map.ClusterCount} clusters; a line is the mean of all groups. " +
        Subtitle + (HeightText.Length > 0 ? $"; {HeightText}" : "");

    private void DrawClusters(SvgDrawing drawing, double bottom)
    {
        var text = "code cluster";
        drawing.Text(_left - 8, Top - 12, text, 11, $"text-anchor=\"end\" fill=\"{Pale}\"");
        foreach (var (cluster, begin, end) in Runs())
        {
            var (x, width) = (_left + (begin * _barWidth), (end - begin) * _barWidth);
            if (cluster > 0 && cluster % 2 == 0)
                drawing.Rectangle(x, Top - 4, width, bottom - Top + 4, "#F2F2F2");
            drawing.Rectangle(x, Top - 8, width, 5, ColourOf(cluster));
            var name = cluster == 0 ? "constant" : $"{cluster}";
            if (width >= WidthOf(name, 11))
                drawing.Text(x + (width / 2), Top - 12, name, 11, "text-anchor=\"middle\"");
        }
    }

    private void DrawPanel(SvgDrawing drawing, int row, double top, double[] mean, double highest)
    {
        var ground = top + PanelHeight;
        drawing.Text(_left + 4, top - 4, Cut(Names[row], 80), 12, "font-weight=\"600\"");
        if (row == Rows[0])
        {
            var attributes = $"text-anchor=\"end\" fill=\"{Pale}\"";
            drawing.Text(
                _left - 6, top + 8, FormattableString.Invariant($"{highest * 100:0.#} %"), 10, attributes);
            if (Scale == SpectrumScale.Root)
            {
                var tenth = FormattableString.Invariant($"{highest * 10:0.#} %");
                drawing.Text(_left - 6, Y(highest / 10) + 4, tenth, 10, attributes);
            }

            drawing.Text(_left - 6, ground, "0", 10, attributes);
        }

        foreach (var (cluster, begin, end) in Runs())
        {
            var path = $"M{N(_left + (begin * _barWidth))} {N(ground)}";
            for (var i = begin; i < end; i++)
                path += $"V{N(Y(_histograms[row, _map.Order[i]]))}H{N(_left + ((i + 1) * _barWidth))}";
            drawing.Path($"{path}V{N(ground)}z", $"fill=\"{ColourOf(cluster)}\"");
        }

        var line = $"M{N(_left)} {N(Y(mean[0]))}";
        for (var i = 0; i < mean.Length; i++)
            line += $"V{N(Y(mean[i]))}H{N(_left + ((i + 1) * _barWidth))}";
        drawing.Path(line, MeanStroke);
        drawing.Path($"M{N(_left)} {N(ground)}h{N(Width)}", $"stroke=\"{Pale}\" stroke-width=\"0.8\"");

        double Y(double share)
        {
            var part = highest > 0 ? Math.Max(0, Finite(share) / highest) : 0;
            return ground - (PanelHeight * (Scale == SpectrumScale.Root ? Math.Sqrt(part) : part));
        }
    }

    /// <summary>The mean share of each code over all groups that have one, in clustered order.</summary>
    private double[] MeanOfAll()
    {
        var means = new double[_map.Order.Count];
        for (var i = 0; i < means.Length; i++)
        {
            var shares = _histograms.Feature(_map.Order[i]).ToArray().Where(double.IsFinite).ToArray();
            means[i] = shares.Length == 0 ? 0 : OrderStatistics.Mean(shares);
        }

        return means;
    }

    private IEnumerable<(int Cluster, int Begin, int End)> Runs()
    {
        for (var begin = 0; begin < _map.Order.Count;)
        {
            var cluster = _map.Clusters[_map.Order[begin]];
            var end = begin + 1;
            while (end < _map.Order.Count && _map.Clusters[_map.Order[end]] == cluster)
                end++;
            yield return (cluster, begin, end);
            begin = end;
        }
    }

    private static string ColourOf(int cluster) =>
        cluster == 0 ? SetAsideColour : CategoryMark.Of(_marks[(cluster - 1) % _marks.Length]).Colour;
}
