namespace HcsGrid.Imaging;

/// <summary>
/// What an image file declares of itself, read without touching a pixel.
/// </summary>
/// <param name="Format"><c>tiff</c>, <c>png</c> or <c>jpeg</c>.</param>
/// <param name="Width">Columns of the first page.</param>
/// <param name="Height">Rows of the first page.</param>
/// <param name="PageCount">TIFF: directories of the main list; PNG and JPEG: 1.</param>
/// <param name="BandCount">Stored samples a pixel, alpha and other extra samples included; 1 for a palette.</param>
/// <param name="Type">The samples' type.</param>
/// <param name="Photometric">What the samples mean.</param>
public sealed record ImageHeader(
    string Format, int Width, int Height, int PageCount, int BandCount, SampleType Type, Photometric Photometric)
{
    /// <summary>
    /// Micrometres of a pixel, where a TIFF tells (OME-XML, ImageJ, or resolution tags of less than a micrometre); null
    /// otherwise.
    /// </summary>
    public double? PixelSizeMicrometres { get; init; }
}
