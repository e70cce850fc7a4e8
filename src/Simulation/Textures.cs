namespace HcsGrid.Simulation;

/// <summary>
/// The two textures that a screen's cells are made of: grains of about one and of about three pixels.
/// </summary>
internal sealed class Textures(ulong seed)
{
    public TexturePatch Fine { get; } = new(seed, 0, 1);

    public TexturePatch Coarse { get; } = new(seed, 1, 2);
}
