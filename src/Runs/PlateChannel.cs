namespace HcsGrid.Runs;

/// <summary>
/// A channel of a plate: what intensity is dark and what is bright.
/// </summary>
/// <param name="Name">The channel's name.</param>
/// <param name="Low">The intensity that becomes 0.</param>
/// <param name="High">The intensity that becomes 1.</param>
/// <param name="SampleType">The images' sample type, <c>uint8</c> or <c>uint16</c>.</param>
public sealed record PlateChannel(string Name, double Low, double High, string SampleType);
