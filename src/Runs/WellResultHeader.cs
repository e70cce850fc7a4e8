using System.Text.Json.Serialization;

namespace HcsGrid.Runs;

/// <summary>
/// The JSON header of a stored well result.
/// </summary>
internal sealed record WellResultHeader(
    string Plate,
    string Well,
    string JobHash,
    IReadOnlyList<int> SiteNumbers,
    long TileCount,
    int FeatureCount,
    int ThumbnailLength,
    IReadOnlyList<string> Problems,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<WellImageHeader>? Images = null);
