using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// The entries of one TIFF directory that a reader needs; those absent have a count of 0.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TiffDirectory
{
    public TiffField Width;
    public TiffField Height;
    public TiffField BitsPerSample;
    public TiffField Compression;
    public TiffField Photometric;
    public TiffField FillOrder;
    public TiffField SamplesPerPixel;
    public TiffField PlanarConfiguration;
    public TiffField Predictor;
    public TiffField ExtraSamples;
    public TiffField SampleFormat;
    public TiffField ColorMap;
    public TiffField RowsPerStrip;
    public TiffField TileWidth;
    public TiffField TileHeight;
    public TiffField Offsets;
    public TiffField ByteCounts;
    public TiffField Description;
    public TiffField XResolution;
    public TiffField YResolution;
    public TiffField ResolutionUnit;

    public void Put(ushort tag, TiffField field)
    {
        switch (tag)
        {
            case 256: Width = field; break;
            case 257: Height = field; break;
            case 258: BitsPerSample = field; break;
            case 259: Compression = field; break;
            case 262: Photometric = field; break;
            case 266: FillOrder = field; break;
            case 270: Description = field; break;
            case 273 or 324: Offsets = field; break;
            case 277: SamplesPerPixel = field; break;
            case 278: RowsPerStrip = field; break;
            case 279 or 325: ByteCounts = field; break;
            case 282: XResolution = field; break;
            case 283: YResolution = field; break;
            case 284: PlanarConfiguration = field; break;
            case 296: ResolutionUnit = field; break;
            case 317: Predictor = field; break;
            case 320: ColorMap = field; break;
            case 322: TileWidth = field; break;
            case 323: TileHeight = field; break;
            case 338: ExtraSamples = field; break;
            case 339: SampleFormat = field; break;
        }
    }
}
