namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Where an uncompressed TIFF page's rows lie, when they can be copied as they are.
/// </summary>
internal sealed record TiffStrips(TiffField Offsets, TiffField ByteCounts, int RowsPerStrip, bool IsBigEndian);
