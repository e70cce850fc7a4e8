using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Holds a declared size against the bound, before any memory is taken for it.
/// </summary>
internal static class PixelBounds
{
    public static void Check(ulong width, ulong height, long maxPixels, string what = "the image")
    {
        if (width == 0 || height == 0)
            throw new ScreenDataException($"{what} declares {width} x {height} pixels", Place.Unknown);
        var pixels = (UInt128)width * height;
        if (pixels > (UInt128)maxPixels)
            throw new ScreenDataException(
                $"{what} declares {width} x {height} = {pixels} pixels; "
                + $"the bound is {maxPixels} (setting limits.maxImagePixels)",
                Place.Unknown);
    }
}
