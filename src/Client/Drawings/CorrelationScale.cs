namespace HcsGrid.Client.Drawings;

/// <summary>
/// The colours of correlations: blue against each other, white none, red together.
/// </summary>
/// <remarks>Five stops of ColorBrewer's RdBu (Brewer and Harrower 2003), told apart in all common forms of colour
/// blindness.</remarks>
internal static class CorrelationScale
{
    private const int ColourCount = 255;

    private static readonly int[] _stops = [0x2166AC, 0x92C5DE, 0xF7F7F7, 0xF4A582, 0xB2182B];

    /// <summary>The colours as 0xRRGGBB, from -1 to 1.</summary>
    public static int[] Palette { get; } =
        [.. Enumerable.Range(0, ColourCount).Select(i => ColourStops.At(_stops, (double)i / (ColourCount - 1)))];

    public static byte IndexOf(double correlation) =>
        (byte)Math.Round((Math.Clamp(correlation, -1, 1) + 1) / 2 * (ColourCount - 1));

    /// <summary>The bar that tells which colour is which correlation.</summary>
    public static void Draw(SvgDrawing drawing, double x, double y, string title)
    {
        drawing.Text(x, y, title, 13, "font-weight=\"600\"");
        var pixels = new byte[ColourCount];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)i;
        drawing.Image(x, y + 8, 160, 12, PalettePng.Encode(ColourCount, 1, pixels, Palette));
        drawing.Text(x, y + 34, "\u22121", 11);
        drawing.Text(x + 80, y + 34, "0", 11, "text-anchor=\"middle\"");
        drawing.Text(x + 160, y + 34, "1", 11, "text-anchor=\"end\"");
    }
}
