namespace HcsGrid.Imaging;

/// <summary>
/// What a file's stored samples mean, in TIFF's words; PNG and JPEG are mapped to them.
/// </summary>
public enum Photometric
{
    /// <summary>Gray, 0 is black.</summary>
    BlackIsZero,

    /// <summary>Gray, 0 is white.</summary>
    WhiteIsZero,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Indexes into a table of colours.</summary>
    Palette,

    /// <summary>CMYK, YCbCr, CIELAB and the rest.</summary>
    Other,
}
