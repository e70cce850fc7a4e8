namespace HcsGrid.Client.Drawings;

/// <summary>
/// The colours of distances: dark blue near, yellow far.
/// </summary>
/// <remarks>Five stops of the cividis map (Nuñez, Anderton and Renslow 2018), made for all forms of colour vision; its
/// lightness rises all the way, so it also reads in grey.</remarks>
internal sealed class DistanceScale
{
    private const int ColourCount = 255;

    private static readonly int[] _stops = [0x00224E, 0x414D6B, 0x7C7B78, 0xBCAE6C, 0xFEE838];

    /// <param name="largest">The distance of the last colour.</param>
    public DistanceScale(double largest)
    {
        Largest = largest > 0 ? largest : 1;
        Palette = new int[ColourCount];
        for (var i = 0; i < ColourCount; i++)
            Palette[i] = ColourStops.At(_stops, (double)i / (ColourCount - 1));
    }

    public double Largest { get; }

    /// <summary>The colours as 0xRRGGBB.</summary>
    public int[] Palette { get; }

    public byte IndexOf(double distance) =>
        (byte)Math.Round(Math.Clamp(distance / Largest, 0, 1) * (ColourCount - 1));

    /// <summary>The bar that tells which colour is which distance.</summary>
    public void Draw(SvgDrawing drawing, double x, double y, string title)
    {
        drawing.Text(x, y, title, 13, "font-weight=\"600\"");
        var pixels = new byte[ColourCount];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)i;
        drawing.Image(x, y + 8, 160, 12, PalettePng.Encode(ColourCount, 1, pixels, Palette));
        drawing.Text(x, y + 34, "0 near", 11);
        drawing.Text(x + 160, y + 34, $"{Largest:0.00} far", 11, "text-anchor=\"end\"");
    }
}
