namespace HcsGrid.Simulation;

/// <summary>
/// What a plate does to one channel of every well.
/// </summary>
/// <param name="StainFactor">Intensity of the plate's stain.</param>
/// <param name="DriftPerPlate">Relative change of intensity from the first well imaged to the last, centred.</param>
/// <param name="EdgeLoss">Relative loss of intensity in the outermost wells.</param>
/// <param name="Background">Light that comes from no cell, in camera counts.</param>
/// <param name="Illumination">The light over an image.</param>
internal readonly record struct ChannelConditions(
    double StainFactor, double DriftPerPlate, double EdgeLoss, double Background, IlluminationField Illumination);
