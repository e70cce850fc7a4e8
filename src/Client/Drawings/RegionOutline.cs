using System.Text;
using HcsGrid.Inference.Detection;
using static HcsGrid.Client.Drawings.SvgDrawing;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// The border of a region as the path of an SVG: along a raster of at most 512 squares a side, a square being in where
/// its middle is.
/// </summary>
internal static class RegionOutline
{
    private const int MostSquares = 512;

    /// <summary>The path's data, in pixels of the image times <paramref name="scale"/>.</summary>
    public static string Trace(SearchRegion region, double scale)
    {
        var step = Math.Max(1, (Math.Max(region.Width, region.Height) + MostSquares - 1) / MostSquares);
        var (columns, rows) = ((region.Width + step - 1) / step, (region.Height + step - 1) / step);
        var path = new StringBuilder();
        for (var row = 0; row <= rows; row++)
            Runs(columns, i => IsIn(i, row - 1) != IsIn(i, row), (from, to) => Line(from, row, 'H', to));
        for (var column = 0; column <= columns; column++)
            Runs(rows, i => IsIn(column - 1, i) != IsIn(column, i), (from, to) => Line(column, from, 'V', to));
        return path.ToString();

        bool IsIn(int column, int row) =>
            column >= 0 && row >= 0 && column < columns && row < rows && region.Contains(
                Math.Min((column * step) + (step / 2), region.Width - 1),
                Math.Min((row * step) + (step / 2), region.Height - 1));

        void Line(int x, int y, char direction, int end) => path.Append(
            $"M{N(Math.Min(x * step, region.Width) * scale)} {N(Math.Min(y * step, region.Height) * scale)}" +
            $"{direction}{N(Math.Min(end * step, direction == 'H' ? region.Width : region.Height) * scale)}");
    }

    private static void Runs(int count, Func<int, bool> holds, Action<int, int> onRun)
    {
        for (var start = 0; start < count; start++)
        {
            if (!holds(start))
                continue;
            var end = start;
            while (end < count && holds(end))
                end++;
            onRun(start, end);
            start = end;
        }
    }
}
