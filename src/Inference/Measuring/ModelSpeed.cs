namespace HcsGrid.Inference.Measuring;

/// <summary>
/// How fast a model was at one batch size.
/// </summary>
/// <param name="BatchSize">Tiles of one run.</param>
/// <param name="RunnerCount">Threads that ran it side by side.</param>
/// <param name="TileCount">Tiles that went through, all threads together.</param>
/// <param name="Seconds">From the first thread's start to the last one's end.</param>
/// <param name="PixelsPerTile">Pixels of a tile, all planes together.</param>
/// <param name="ScalingShare">Share of the threads' time in which tiles were scaled for the model, 0 to 1; the rest is
/// the model's own.</param>
public sealed record ModelSpeed(
    int BatchSize, int RunnerCount, long TileCount, double Seconds, int PixelsPerTile, double ScalingShare)
{
    /// <summary>Tiles a second; where a model takes each channel alone, these are channel-crops.</summary>
    public double TilesPerSecond => TileCount / Seconds;

    /// <summary>Millions of pixels a second, all planes together.</summary>
    public double MegapixelsPerSecond => TilesPerSecond * PixelsPerTile / 1e6;
}
