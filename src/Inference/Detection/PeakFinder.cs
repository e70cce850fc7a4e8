using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// Reads particles from the maps: the centre map's peaks, each with the diameter beneath it.
/// </summary>
/// <remarks>
/// A peak is a cell not below its eight neighbours; of equal neighbours the first, row by row, is the peak. Its place
/// within the cell is the top of the parabola through the logarithms of it and its neighbours, columns and rows each
/// alone: exact for a peak of Gaussian shape. Nothing depends on the order of work.
/// </remarks>
internal static class PeakFinder
{
    public static List<Particle> Find(ParticleMaps maps, double threshold, int cellSize, ModelScale scale)
    {
        var peaks = new List<Particle>();
        for (var row = 0; row < maps.RowCount; row++)
        {
            var centres = maps.CentreRow(row);
            for (var column = 0; column < centres.Length; column++)
            {
                if (centres[column] >= threshold && IsPeak(maps, column, row))
                    Add(peaks, maps, column, row, cellSize, scale);
            }
        }

        return peaks;
    }

    private static bool IsPeak(ParticleMaps maps, int column, int row)
    {
        var value = maps.CentreRow(row)[column];
        for (var y = Math.Max(0, row - 1); y <= Math.Min(maps.RowCount - 1, row + 1); y++)
        {
            var line = maps.CentreRow(y);
            for (var x = Math.Max(0, column - 1); x <= Math.Min(line.Length - 1, column + 1); x++)
            {
                var isBefore = y < row || (y == row && x < column);
                if (line[x] > value || (isBefore && line[x] == value))
                    return false;
            }
        }

        return true;
    }

    private static void Add(
        List<Particle> peaks, ParticleMaps maps, int column, int row, int cellSize, ModelScale scale)
    {
        double diameter = maps.DiameterAt(column, row);
        // Written so that no number at all is no particle either.
        if (!(diameter >= scale.MinimumDiameterNm && diameter <= scale.MaximumDiameterNm))
            return;
        var line = maps.CentreRow(row);
        var x = column > 0 && column < line.Length - 1 ? Top(line[column - 1], line[column], line[column + 1]) : 0;
        var y = row > 0 && row < maps.RowCount - 1
            ? Top(maps.CentreRow(row - 1)[column], line[column], maps.CentreRow(row + 1)[column])
            : 0;
        var middle = (cellSize - 1) / 2.0;
        peaks.Add(new Particle(
            scale.ToImage((cellSize * (column + x)) + middle), scale.ToImage((cellSize * (row + y)) + middle),
            scale.ToImagePixels(diameter), line[column]));
    }

    /// <summary>Where the parabola through the logarithms of three values at −1, 0 and 1 has its top; the middle one is
    /// the largest.</summary>
    private static double Top(double before, double at, double after)
    {
        const double least = 1e-6;
        (before, at, after) = (
            Math.Log(Math.Max(before, least)), Math.Log(Math.Max(at, least)), Math.Log(Math.Max(after, least)));
        var bend = before - (2 * at) + after;
        return bend < 0 ? Math.Clamp((before - after) / (2 * bend), -0.5, 0.5) : 0;
    }
}
