using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// How a category is drawn: a colour and a shape, so that colour alone never tells.
/// </summary>
/// <remarks>Colours after Okabe and Ito (2008), told apart in all common forms of colour blindness; after eight
/// categories the same colours come with another shape.</remarks>
internal readonly record struct CategoryMark(string Colour, int Shape)
{
    /// <summary>The most categories that have a mark of their own.</summary>
    public const int MaxCount = 40;

    private static readonly string[] _colours =
    [
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#8C6D1F",
    ];

    /// <summary>The mark of what has no category, or is one too many.</summary>
    public static CategoryMark Other { get; } = new("#B8B8B8", 0);

    /// <summary>The mark of a category, from 0.</summary>
    public static CategoryMark Of(int category) =>
        category is >= 0 and < MaxCount ? new(_colours[category % 8], category / 8) : Other;

    /// <summary>Where the colour lies across a strip, as shares of its width: the shapes' counterpart for
    /// strips.</summary>
    public IReadOnlyList<(double Start, double Width)> Bands => Shape switch
    {
        0 => [(0, 1)],
        1 => [(0, 0.3), (0.7, 0.3)],
        2 => [(0, 0.5)],
        3 => [(0.5, 0.5)],
        _ => [(0.35, 0.3)],
    };

    /// <summary>The shape around a place: circle, square, triangle, diamond, cross.</summary>
    public string Outline(double x, double y, double r) => Shape switch
    {
        0 => $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(2 * r)} 0a{N(r)} {N(r)} 0 1 0 {N(-2 * r)} 0z",
        1 => $"M{N(x - (0.9 * r))} {N(y - (0.9 * r))}h{N(1.8 * r)}v{N(1.8 * r)}h{N(-1.8 * r)}z",
        2 => $"M{N(x)} {N(y - (1.2 * r))}l{N(1.15 * r)} {N(2.1 * r)}h{N(-2.3 * r)}z",
        3 => $"M{N(x)} {N(y - (1.3 * r))}l{N(1.3 * r)} {N(1.3 * r)}l{N(-1.3 * r)} {N(1.3 * r)}l{N(-1.3 * r)} " +
            $"{N(-1.3 * r)}z",
        _ => $"M{N(x - (0.4 * r))} {N(y - (1.2 * r))}h{N(0.8 * r)}v{N(0.8 * r)}h{N(0.8 * r)}v{N(0.8 * r)}" +
            $"h{N(-0.8 * r)}v{N(0.8 * r)}h{N(-0.8 * r)}v{N(-0.8 * r)}h{N(-0.8 * r)}v{N(-0.8 * r)}h{N(0.8 * r)}z",
    };
}
