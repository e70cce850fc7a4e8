using System.Text.Json.Serialization;
using HcsGrid.Imaging.Layout;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How sites are cut into tiles. The size is the model's.
/// </summary>
public sealed record TileOptions
{
    /// <summary>Pixels that neighbouring tiles share. Default 0.</summary>
    public int OverlapPixels { get; init; }

    /// <summary>Crops around cells in place of the grid; null: the grid, and then not written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CellOptions? Cells { get; init; }

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate(ImagePattern images, IReadOnlyList<ChannelSource> channels)
    {
        JobCheck.That(OverlapPixels is >= 0 and <= 4096, "tiles.overlapPixels",
            $"is {OverlapPixels}, expected 0 to 4096");
        JobCheck.That(
            Cells is null || OverlapPixels == 0, "tiles.overlapPixels",
            $"is {OverlapPixels}, expected 0 with tiles.cells: crops lie around cells, not on a grid");
        Cells?.Validate(images, channels);
    }
}
