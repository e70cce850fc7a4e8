using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Where the images are and how they are named.
/// </summary>
public sealed record ImageSource
{
    /// <summary>A folder, relative to the job file, or a <c>file:</c> or <c>azure:</c> URL. <c>--images</c> overrides
    /// it.</summary>
    public string Store { get; init; } = ".";

    /// <summary>How images are named: see <see cref="ImagePattern"/>.</summary>
    public required string Pattern { get; init; }

    /// <summary>The plate of images whose name does not tell it.</summary>
    public string Plate { get; init; } = "plate1";

    /// <exception cref="ScreenDataException">The pattern or the plate is not valid.</exception>
    internal ImagePattern Validate()
    {
        JobCheck.That(Store.Length > 0, "images.store", "is empty");
        JobCheck.That(PlateId.IsValid(Plate), "images.plate", $"is '{Plate}', which is not a plate barcode");
        try
        {
            return new ImagePattern(Pattern);
        }
        catch (FormatException error)
        {
            throw JobCheck.Wrong("images.pattern", error);
        }
    }
}
