namespace HcsGrid.Runs.Jobs;

/// <summary>
/// The bounds that hostile or broken input meets before any memory is taken.
/// </summary>
public sealed record JobLimits
{
    /// <summary>The largest image, in pixels. Default 400 million.</summary>
    public long MaxImagePixels { get; init; } = 400_000_000;

    /// <summary>The longest image file, in bytes. Default 1 GiB.</summary>
    public long MaxImageBytes { get; init; } = 1L << 30;

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate()
    {
        JobCheck.That(
            MaxImagePixels is > 0 and <= 1_000_000_000, "limits.maxImagePixels",
            $"is {MaxImagePixels}, expected 1 to 1,000,000,000");
        JobCheck.That(
            MaxImageBytes is > 0 and <= int.MaxValue, "limits.maxImageBytes",
                $"is {MaxImageBytes}, expected 1 to {int.MaxValue}");
    }
}
