namespace HcsGrid.Client.Drawings;

/// <summary>
/// How the particles of a size group are drawn: a colour and a dash pattern, so that colour alone never tells.
/// </summary>
/// <param name="Colour">The line's colour.</param>
/// <param name="Dashes">The line's dashes as SVG writes them; empty for none.</param>
internal readonly record struct GroupStyle(string Colour, string Dashes)
{
    private static readonly string[] _dashes = ["", "7 3", "2 2.5", "10 3 2 3"];

    /// <summary>The style of a group, or of the particles that are in none.</summary>
    public static GroupStyle Of(int? group) => group is { } index
        ? new GroupStyle(CategoryMark.Of(index).Colour, _dashes[index % _dashes.Length])
        : new GroupStyle("#5A5A5A", "1 3");

    /// <summary>The line's attributes at a width.</summary>
    public string Stroke(double width) =>
        $"fill=\"none\" stroke=\"{Colour}\" stroke-width=\"{SvgDrawing.N(width)}\"" +
        (Dashes.Length > 0 ? $" stroke-dasharray=\"{Dashes}\"" : "");
}
