namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// A point in an image.
/// </summary>
/// <param name="X">Pixels to the right; the middle of the leftmost pixel is 0.</param>
/// <param name="Y">Pixels down; the middle of the topmost pixel is 0.</param>
public readonly record struct PointPosition(double X, double Y)
{
    /// <summary>The square of the distance to another point, in square pixels.</summary>
    public double SquaredDistanceTo(PointPosition other)
    {
        var (dx, dy) = (X - other.X, Y - other.Y);
        return (dx * dx) + (dy * dy);
    }
}
