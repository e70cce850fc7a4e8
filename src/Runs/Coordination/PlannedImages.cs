using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// The images of a plate and what its wells hold: the blob <c>plates/&lt;plate&gt;/plan.json</c>.
/// </summary>
internal sealed record PlannedImages
{
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    public required string Plate { get; init; }

    /// <summary>Wells of the physical plate.</summary>
    public required int WellCount { get; init; }

    /// <summary>What the wells with images hold.</summary>
    public required IReadOnlyList<PlateWell> Wells { get; init; }

    /// <summary>The wells' images, in the order of <see cref="Wells"/>.</summary>
    public required IReadOnlyList<PlannedWell> Images { get; init; }

    /// <summary>Nanometres of a pixel by the image's key, where the job names a table of them; else null.</summary>
    public IReadOnlyDictionary<string, double>? PixelSizesNm { get; init; }

    public static PlannedImages Of(PlatePlan plan) => new()
    {
        Plate = plan.Plate.Barcode,
        WellCount = plan.WellCount,
        Wells = plan.Wells,
        Images = [.. plan.Images.Wells.Select(PlannedWell.Of)],
        PixelSizesNm = plan.PixelSizesNm,
    };

    /// <exception cref="ScreenDataException">The blob is damaged or of a later version.</exception>
    public PlatePlan ToPlan(BlobKey key)
    {
        if (FormatVersion != CurrentFormatVersion)
        {
            throw new ScreenDataException(
                $"formatVersion is {FormatVersion}, this program reads {CurrentFormatVersion}",
                new Place { Blob = key.Text });
        }

        try
        {
            return new PlatePlan(
                new PlateImages(new PlateId(Plate), [.. Images.Select(i => i.ToImages())]), WellCount, Wells)
            {
                PixelSizesNm = PixelSizesNm,
            };
        }
        catch (FormatException error)
        {
            throw new ScreenDataException($"The plate's plan is damaged: {error.Message}",
                new Place { Blob = key.Text }, error);
        }
    }
}
