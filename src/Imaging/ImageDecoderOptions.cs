namespace HcsGrid.Imaging;

/// <summary>
/// The bounds of <see cref="ImageDecoder"/>: what a file may declare before it is refused.
/// </summary>
public sealed record ImageDecoderOptions
{
    /// <summary>
    /// Most pixels (width times height) of one page. Setting <c>limits.maxImagePixels</c>; 400,000,000 by default.
    /// </summary>
    public long MaxPixels { get; init; } = 400_000_000;

    /// <summary>Most bytes of one file. Setting <c>limits.maxImageBytes</c>; 2 GiB by default.</summary>
    public long MaxFileBytes { get; init; } = 2L << 30;

    /// <exception cref="InvalidOperationException">A bound is out of range; the text gives name, value and
    /// range.</exception>
    public void Validate()
    {
        if (MaxPixels is < 1 or > int.MaxValue)
            throw new InvalidOperationException(
                $"{nameof(MaxPixels)} (setting limits.maxImagePixels) is {MaxPixels}; it must be 1 to {int.MaxValue}.");
        if (MaxFileBytes < 1)
            throw new InvalidOperationException(
                $"{nameof(MaxFileBytes)} (setting limits.maxImageBytes) is {MaxFileBytes}; it must be at least 1.");
    }
}
