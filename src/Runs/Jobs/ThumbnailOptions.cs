namespace HcsGrid.Runs.Jobs;

/// <summary>
/// The small pictures of wells in the report.
/// </summary>
public sealed record ThumbnailOptions
{
    /// <summary>Longer side in pixels; 0: no pictures. Default 96.</summary>
    public int SizePixels { get; init; } = 96;

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate() =>
        JobCheck.That(SizePixels is 0 or (>= 16 and <= 512), "thumbnails.sizePixels",
            $"is {SizePixels}, expected 0, or 16 to 512");
}
