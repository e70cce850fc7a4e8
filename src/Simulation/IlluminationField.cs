namespace HcsGrid.Simulation;

/// <summary>
/// The light over an image: a paraboloid, brightest near the centre, tilted a little.
/// </summary>
/// <remarks>
/// With u and v running from −1 to 1 across the image, the factor is
/// 1 + tiltX·u + tiltY·v − falloff·((u − centreU)² + (v − centreV)²), never below 0.1.
/// </remarks>
/// <param name="Falloff">Loss per squared half image.</param>
/// <param name="TiltX">Slope to the right.</param>
/// <param name="TiltY">Slope downwards.</param>
/// <param name="CentreU">Where the light is brightest, across.</param>
/// <param name="CentreV">Where the light is brightest, downwards.</param>
public readonly record struct IlluminationField(
    double Falloff, double TiltX, double TiltY, double CentreU, double CentreV)
{
    /// <summary>The factor at a place, both coordinates from −1 to 1.</summary>
    public double FactorAt(double u, double v)
    {
        var (du, dv) = (u - CentreU, v - CentreV);
        return Math.Max(0.1, 1 + (TiltX * u) + (TiltY * v) - (Falloff * ((du * du) + (dv * dv))));
    }
}
