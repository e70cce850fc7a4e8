namespace HcsGrid.Imaging;

/// <summary>
/// The colour that a channel is shown in at its brightest.
/// </summary>
public readonly record struct ThumbnailColor(byte Red, byte Green, byte Blue)
{
    public static ThumbnailColor Gray => new(255, 255, 255);
}
