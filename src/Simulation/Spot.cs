namespace HcsGrid.Simulation;

/// <summary>
/// A round, soft spot: the height at its centre falls to nothing at its radius.
/// </summary>
internal readonly record struct Spot(float X, float Y, float Radius, float Height)
{
    /// <summary>The height at a point: (1 − d²/r²)² of the centre's.</summary>
    public float At(float x, float y)
    {
        var (dx, dy) = (x - X, y - Y);
        var fall = 1 - (((dx * dx) + (dy * dy)) / (Radius * Radius));
        return fall <= 0 ? 0 : Height * fall * fall;
    }
}
