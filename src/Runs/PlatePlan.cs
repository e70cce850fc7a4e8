using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// What a screen's run has to do on one plate.
/// </summary>
/// <param name="Images">The wells with their images.</param>
/// <param name="WellCount">Wells of the physical plate.</param>
/// <param name="Wells">What the wells with images hold, row by row.</param>
public sealed record PlatePlan(PlateImages Images, int WellCount, IReadOnlyList<PlateWell> Wells)
{
    public PlateId Plate => Images.Plate;

    /// <summary>Nanometres of a pixel by the image's key, where a table tells; else null.</summary>
    public IReadOnlyDictionary<string, double>? PixelSizesNm { get; init; }

    /// <summary>What a well holds, as the plate's record tells it.</summary>
    internal static PlateWell WellOf(WellImages images, PlateMapEntry? entry) => new()
    {
        Well = images.Well.ToString(),
        Image = images.Name,
        Role = (entry?.Role ?? ControlRole.Treatment).ToTableText(),
        Compound = entry?.Perturbation?.Compound,
        Dose = entry?.Perturbation?.Dose,
        DoseUnit = entry?.Perturbation is { Dose: not null } perturbation ? perturbation.DoseUnit : null,
        Identifier = entry?.Perturbation?.Identifier,
        Moa = entry?.Perturbation?.Moa?.Text,
    };
}
