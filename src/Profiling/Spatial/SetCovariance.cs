namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// How much of a region lies in the region moved by a lag: what an edge correction by translation divides by.
/// </summary>
/// <remarks>
/// Of a union of pixels it is linear in both directions between whole lags, so that at a step of one pixel the table
/// is exact; for long lags the step is longer, and the value between two of the table is taken as linear, too. A
/// rectangle's is exact at any step.
/// </remarks>
internal sealed class SetCovariance
{
    private const int MostSteps = 64;
    private readonly double[] _areas;
    private readonly int _step;
    private readonly int _stepCount;
    private readonly int _rowLength;

    /// <param name="region">The region.</param>
    /// <param name="longest">The longest lag that is asked for, in pixels.</param>
    public SetCovariance(PointRegion region, double longest)
    {
        _step = Math.Max(1, (int)Math.Ceiling(longest / MostSteps));
        _stepCount = (int)Math.Ceiling(longest / _step) + 1;
        _rowLength = (2 * _stepCount) + 1;
        _areas = new double[_rowLength * (_stepCount + 1)];

        // A lag and its opposite have the same overlap: dy from 0 on is enough.
        for (var y = 0; y <= _stepCount; y++)
        {
            for (var x = -_stepCount; x <= _stepCount; x++)
                _areas[(y * _rowLength) + x + _stepCount] = region.OverlapWith(x * _step, y * _step);
        }
    }

    /// <summary>The area that is in the region and in the region moved by the lag, in pixels; at least one.</summary>
    public double At(double dx, double dy)
    {
        if (dy < 0)
            (dx, dy) = (-dx, -dy);
        var (x, y) = ((dx / _step) + _stepCount, dy / _step);
        var (column, row) = ((int)x, (int)y);
        var (right, down) = (x - column, y - row);
        var at = (row * _rowLength) + column;
        var upper = ((1 - right) * _areas[at]) + (right * _areas[at + 1]);
        var lower = ((1 - right) * _areas[at + _rowLength]) + (right * _areas[at + _rowLength + 1]);
        return Math.Max(1, ((1 - down) * upper) + (down * lower));
    }
}
