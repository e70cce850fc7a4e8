namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Where a TIFF page's rows lie, and how, when they can be read without libvips.
/// </summary>
/// <param name="Offsets">Where each strip begins.</param>
/// <param name="ByteCounts">How long each is; may be absent.</param>
/// <param name="RowsPerStrip">Rows of each but the last.</param>
/// <param name="IsBigEndian">The file's byte order.</param>
/// <param name="Compression">None, LZW or LZMA: see <see cref="TiffCompression"/>.</param>
/// <param name="IsDifferenced">Samples are differences from their left neighbours (predictor 2).</param>
internal sealed record TiffStrips(
    TiffField Offsets, TiffField ByteCounts, int RowsPerStrip, bool IsBigEndian, int Compression, bool IsDifferenced);
