namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// Points sorted into square cells, so that near ones are found without looking at all.
/// </summary>
internal sealed class PointGrid
{
    /// <summary>More cells than this would cost more than they save.</summary>
    private const double MostCells = 1 << 20;
    private readonly PointPosition[] _points;
    private readonly int[] _firstOfCell;
    private readonly int[] _order;
    private readonly double _cell;
    private readonly double _left;
    private readonly double _top;
    private readonly int _columnCount;
    private readonly int _rowCount;

    /// <param name="points">The points.</param>
    /// <param name="cell">The wanted length of a cell's side, in pixels.</param>
    public PointGrid(PointPosition[] points, double cell)
    {
        _points = points;
        var (right, bottom) = (double.NegativeInfinity, double.NegativeInfinity);
        (_left, _top) = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var point in points)
        {
            (_left, right) = (Math.Min(_left, point.X), Math.Max(right, point.X));
            (_top, bottom) = (Math.Min(_top, point.Y), Math.Max(bottom, point.Y));
        }

        var (width, height) = points.Length == 0 ? (0, 0) : (right - _left, bottom - _top);
        _cell = Math.Max(cell, Math.Max(width, height) / Math.Sqrt(MostCells));
        _cell = _cell > 0 ? _cell : 1;
        _columnCount = (int)(width / _cell) + 1;
        _rowCount = (int)(height / _cell) + 1;
        _firstOfCell = new int[(_columnCount * _rowCount) + 1];
        foreach (var point in points)
            _firstOfCell[CellOf(point) + 1]++;
        for (var i = 1; i < _firstOfCell.Length; i++)
            _firstOfCell[i] += _firstOfCell[i - 1];
        _order = new int[points.Length];
        var next = _firstOfCell[..^1];
        for (var i = 0; i < points.Length; i++)
            _order[next[CellOf(points[i])]++] = i;
    }

    /// <summary>Calls for each pair of points at most so far apart, once a pair, the smaller index first.</summary>
    public void ForEachPair(double distance, Action<int, int, double> take)
    {
        var reach = (int)Math.Ceiling(distance / _cell);
        for (var i = 0; i < _points.Length; i++)
        {
            var (column, row) = (ColumnOf(_points[i]), RowOf(_points[i]));
            for (var y = Math.Max(0, row - reach); y <= Math.Min(_rowCount - 1, row + reach); y++)
            {
                var first = _firstOfCell[(y * _columnCount) + Math.Max(0, column - reach)];
                var end = _firstOfCell[(y * _columnCount) + Math.Min(_columnCount - 1, column + reach) + 1];
                foreach (var j in _order.AsSpan(first, end - first))
                {
                    if (j <= i)
                        continue;
                    var squared = _points[i].SquaredDistanceTo(_points[j]);
                    if (squared <= distance * distance)
                        take(i, j, Math.Sqrt(squared));
                }
            }
        }
    }

    /// <summary>The distance from a point to the nearest of the grid's, in pixels; infinite where there is none.
    /// </summary>
    /// <param name="from">The point.</param>
    /// <param name="besides">A point of the grid that does not count, or −1.</param>
    public double NearestTo(PointPosition from, int besides)
    {
        var (column, row) = (ColumnOf(from), RowOf(from));
        var best = double.PositiveInfinity;
        var longest = Math.Max(
            Math.Max(column, _columnCount - 1 - column), Math.Max(row, _rowCount - 1 - row));
        for (var reach = 0; reach <= longest; reach++)
        {
            // Whatever is in a ring of cells is at least the rings before it away.
            if (reach > 0 && best <= (reach - 1) * _cell * (reach - 1) * _cell)
                break;
            for (var y = Math.Max(0, row - reach); y <= Math.Min(_rowCount - 1, row + reach); y++)
            {
                var step = Math.Abs(y - row) == reach ? 1 : 2 * reach;
                for (var x = column - reach; x <= column + reach; x += Math.Max(1, step))
                {
                    if (x < 0 || x >= _columnCount)
                        continue;
                    var cell = (y * _columnCount) + x;
                    foreach (var j in _order.AsSpan(_firstOfCell[cell], _firstOfCell[cell + 1] - _firstOfCell[cell]))
                    {
                        if (j != besides)
                            best = Math.Min(best, from.SquaredDistanceTo(_points[j]));
                    }
                }
            }
        }

        return Math.Sqrt(best);
    }

    private int CellOf(PointPosition point) => (RowOf(point) * _columnCount) + ColumnOf(point);

    private int ColumnOf(PointPosition point) =>
        (int)Math.Clamp((point.X - _left) / _cell, 0, _columnCount - 1);

    private int RowOf(PointPosition point) => (int)Math.Clamp((point.Y - _top) / _cell, 0, _rowCount - 1);
}
