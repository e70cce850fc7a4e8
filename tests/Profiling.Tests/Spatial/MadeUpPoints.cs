using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

/// <summary>
/// Regions and points for tests.
/// </summary>
internal static class MadeUpPoints
{
    /// <summary>A region with a notch, a hole and empty rows.</summary>
    public static (bool[] Pixels, int Width, int Height) Notched()
    {
        const int Width = 60;
        const int Height = 40;
        var pixels = new bool[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var isNotch = x > 35 && y < 18;
                var isHole = x is > 8 and < 17 && y is > 20 and < 27;
                pixels[(y * Width) + x] = y is > 3 and not 12 and not 13 && x > 1 && !isNotch && !isHole;
            }
        }

        return (pixels, Width, Height);
    }

    /// <summary>Points placed at random in a region.</summary>
    public static PointPosition[] AtRandom(PointRegion region, int count, Random random)
    {
        var points = new PointPosition[count];
        for (var i = 0; i < count; i++)
            points[i] = region.Draw(random);
        return points;
    }

    /// <summary>Points in tight groups of five.</summary>
    public static PointPosition[] InGroups(PointRegion region, int groupCount, Random random)
    {
        var points = new List<PointPosition>();
        while (points.Count < groupCount * 5)
        {
            var centre = region.Draw(random);
            for (var i = 0; i < 5;)
            {
                var point = new PointPosition(
                    centre.X + (6 * random.NextDouble()) - 3, centre.Y + (6 * random.NextDouble()) - 3);
                if (!region.Contains(point))
                    continue;
                points.Add(point);
                i++;
            }
        }

        return [.. points];
    }
}
