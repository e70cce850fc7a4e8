using HcsGrid.Runs.Detection;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// What <c>hcsgrid detect gold</c> was asked.
/// </summary>
/// <param name="Images">The images' paths.</param>
/// <param name="Region">A mask, or a folder of masks: white where to look.</param>
/// <param name="Exclude">The same: white where not to look.</param>
/// <param name="Band">The band of colour images, from 0; null: images are gray.</param>
/// <param name="PixelSizeNm">Nanometres of a pixel of every image; null: as each file says.</param>
/// <param name="Groups">How particles are grouped by size.</param>
/// <param name="Threshold">The least confidence; null: the card's.</param>
/// <param name="Spatial">How the particles' places are compared with random ones.</param>
/// <param name="Model">The model's name or folder.</param>
/// <param name="OutFolder">Where tables and pictures go; null for none.</param>
internal sealed record GoldRequest(
    IReadOnlyList<string> Images,
    string? Region,
    string? Exclude,
    int? Band,
    double? PixelSizeNm,
    GroupChoice Groups,
    double? Threshold,
    SpatialChoice Spatial,
    string Model,
    string? OutFolder);
