namespace HcsGrid.Imaging;

/// <summary>
/// A small colour picture: <see cref="Rgb"/> has three bytes a pixel, row by row.
/// </summary>
public sealed record Thumbnail(int Width, int Height, byte[] Rgb)
{
    public byte[] ToPng() => ImageEncoder.EncodePngRgb(Rgb, Width, Height);

    public byte[] ToJpeg(int quality = 85) => ImageEncoder.EncodeJpegRgb(Rgb, Width, Height, quality);
}
