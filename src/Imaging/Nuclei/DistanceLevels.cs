namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// How far each pixel of a mask is from the background, exactly, in whole steps.
/// </summary>
/// <remarks>
/// A. Meijster, J. Roerdink and W. Hesselink, "A general algorithm for computing distance transforms in linear time",
/// Mathematical Morphology and its Applications (2000) 331–340: first along columns, then the lower envelope of
/// parabolas along rows. Squares are whole numbers. What lies beyond the border is no background.
/// </remarks>
internal static class DistanceLevels
{
    /// <summary>Steps of a pixel.</summary>
    public const int StepsOfPixel = 8;

    /// <summary>Farther than this, in pixels, is as far.</summary>
    private const int MaxDistance = 8191;

    /// <summary>Puts each pixel's distance in place of the mask.</summary>
    /// <param name="mask">1 in the mask, 0 outside; then the distances in steps, 0 outside.</param>
    /// <param name="width">The image's width.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="columns">One number a pixel; what is left in it means nothing.</param>
    public static void Measure(Span<ushort> mask, int width, int height, Span<ushort> columns)
    {
        AlongColumns(mask, width, height, columns);
        var places = new int[width];
        var starts = new int[width];
        for (var y = 0; y < height; y++)
            AlongRow(columns.Slice(y * width, width), mask.Slice(y * width, width), places, starts);
    }

    private static void AlongColumns(ReadOnlySpan<ushort> mask, int width, int height, Span<ushort> columns)
    {
        for (var i = 0; i < mask.Length; i++)
        {
            var above = i < width ? MaxDistance : columns[i - width];
            columns[i] = mask[i] == 0 ? (ushort)0 : (ushort)Math.Min(above + 1, MaxDistance);
        }

        for (var i = mask.Length - width - 1; i >= 0; i--)
            columns[i] = (ushort)Math.Min(columns[i], columns[i + width] + 1);
    }

    private static void AlongRow(
        ReadOnlySpan<ushort> columns, Span<ushort> levels, int[] places, int[] starts)
    {
        var last = 0;
        (places[0], starts[0]) = (0, 0);
        for (var x = 1; x < columns.Length; x++)
        {
            while (last >= 0 && Square(starts[last], places[last], columns) > Square(starts[last], x, columns))
                last--;
            if (last < 0)
            {
                (last, places[0], starts[0]) = (0, x, 0);
                continue;
            }

            var start = 1 + MeetOf(places[last], x, columns);
            if (start < columns.Length)
            {
                last++;
                (places[last], starts[last]) = (x, (int)start);
            }
        }

        for (var x = columns.Length - 1; x >= 0; x--)
        {
            var square = Square(x, places[last], columns);
            levels[x] = (ushort)Math.Min(Math.Floor(Math.Sqrt(square) * StepsOfPixel), MaxDistance * StepsOfPixel);
            if (x == starts[last])
                last--;
        }
    }

    /// <summary>The squared distance of a place in the row to the background nearest to a column.</summary>
    private static long Square(int place, int column, ReadOnlySpan<ushort> columns)
    {
        long across = place - column, along = columns[column];
        return (across * across) + (along * along);
    }

    /// <summary>The last place, of two columns, that the first is nearest to.</summary>
    private static long MeetOf(int first, int second, ReadOnlySpan<ushort> columns)
    {
        long a = first, b = second, heightA = columns[first], heightB = columns[second];
        var over = (b * b) - (a * a) + (heightB * heightB) - (heightA * heightA);
        // Above the place where the first one starts, as the caller made sure: so never below 0.
        return over / (2 * (b - a));
    }
}
