namespace HcsGrid.Imaging.Formats;

/// <summary>
/// The kinds of image file that are read.
/// </summary>
internal enum FileFormat
{
    Tiff,
    Png,
    Jpeg,
}
