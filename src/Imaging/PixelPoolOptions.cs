namespace HcsGrid.Imaging;

/// <summary>
/// The bounds of a <see cref="PixelPool"/>.
/// </summary>
public sealed record PixelPoolOptions
{
    /// <summary>
    /// Most bytes out at once, in whole size classes. Setting <c>maxPixelBytes</c>; 4 GiB by default.
    /// </summary>
    public long MaxRentedBytes { get; init; } = 4L << 30;

    /// <summary>Most bytes kept for the next renter. Setting <c>maxKeptPixelBytes</c>; 512 MiB by default.</summary>
    public long MaxKeptBytes { get; init; } = 512L << 20;

    /// <exception cref="InvalidOperationException">A bound is out of range; the text gives name, value and
    /// range.</exception>
    public void Validate()
    {
        if (MaxRentedBytes < PixelPool.SmallestClassBytes)
            throw new InvalidOperationException(
                $"{nameof(MaxRentedBytes)} (setting maxPixelBytes) is {MaxRentedBytes}; "
                + $"it must be at least {PixelPool.SmallestClassBytes}.");
        if (MaxKeptBytes < 0)
            throw new InvalidOperationException(
                $"{nameof(MaxKeptBytes)} (setting maxKeptPixelBytes) is {MaxKeptBytes}; it must not be negative.");
    }
}
