using System.Text.Json.Serialization;

namespace HcsGrid.Inference;

/// <summary>
/// How a model takes channels: each alone, as a tile of one plane, or a fixed number together, as planes of one tile.
/// </summary>
/// <param name="EachAlone">True where every channel is a tile of its own, so that any assay works.</param>
/// <param name="PlaneCount">Planes of one tile; 1 where each channel is alone.</param>
[JsonConverter(typeof(ModelChannelsConverter))]
public readonly record struct ModelChannels(bool EachAlone, int PlaneCount)
{
    public static ModelChannels Alone { get; } = new(true, 1);

    public override string ToString() => EachAlone ? "each channel alone"
        : PlaneCount == 1 ? "1 channel" : $"{PlaneCount} channels together";
}
