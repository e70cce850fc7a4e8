namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// Parts the foreground into nuclei: a watershed of the distance to the background, in which basins flow together
/// unless there is a neck between them.
/// </summary>
/// <remarks>
/// <para>Pixels are taken from the farthest from the background to the nearest, those equally far by row and column.
/// A pixel beside none that was taken begins a basin; one beside several basins is where they meet, and its distance
/// is half the neck's width. Two basins become one where the neck is at least <see cref="NeckShare"/> as wide as the
/// narrower of them at its widest, or less than a pixel narrower, or where the narrower is only a bulge: at its widest
/// under half as wide as the smallest nucleus.</para>
/// <para>Watershed by flooding: L. Vincent and P. Soille, IEEE Transactions on Pattern Analysis and Machine
/// Intelligence 13 (1991) 583–598; flowing together by the depth of basins (dynamics): M. Grimaud, SPIE 1769 (1992)
/// 292–305. Basins are trees of pixels (union–find), so that each pixel is taken once.</para>
/// </remarks>
internal sealed class TouchingNuclei(int width, int height, double minimumDiameter)
{
    /// <summary>A neck at least this wide, as a share of the narrower side's width, parts nothing.</summary>
    public const double NeckShare = 0.9;

    private const int Waiting = -1;

    private readonly int _bulge = (int)Math.Round(minimumDiameter / 4 * DistanceLevels.StepsOfPixel);

    /// <summary>Parts the foreground.</summary>
    /// <param name="levels">Each pixel's distance from the background (<see cref="DistanceLevels"/>).</param>
    /// <param name="parents">One number a pixel; what is left in it means nothing.</param>
    /// <param name="queue">Likewise.</param>
    public List<Nucleus> Part(ReadOnlySpan<ushort> levels, Span<int> parents, Span<int> queue)
    {
        var foreground = queue[..Sort(levels, queue)];
        parents.Fill(Waiting);
        foreach (var pixel in foreground)
            Take(pixel, levels, parents);
        return Measure(foreground, parents);
    }

    /// <summary>Lists the foreground, the farthest from the background first.</summary>
    private static int Sort(ReadOnlySpan<ushort> levels, Span<int> queue)
    {
        var places = new int[ushort.MaxValue + 1];
        foreach (var level in levels)
            places[level]++;
        places[0] = 0;
        var count = 0;
        for (var level = places.Length - 1; level > 0; level--)
            (places[level], count) = (count, count + places[level]);
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] > 0)
                queue[places[levels[i]]++] = i;
        }

        return count;
    }

    private void Take(int pixel, ReadOnlySpan<ushort> levels, Span<int> parents)
    {
        var (y, x) = Math.DivRem(pixel, width);
        Span<int> roots = stackalloc int[8];
        var (count, uphill) = (0, -1);
        for (var otherY = Math.Max(0, y - 1); otherY <= Math.Min(height - 1, y + 1); otherY++)
        {
            for (var otherX = Math.Max(0, x - 1); otherX <= Math.Min(width - 1, x + 1); otherX++)
            {
                var other = (otherY * width) + otherX;
                if (other == pixel || parents[other] == Waiting)
                    continue;
                roots[count++] = RootOf(other, parents);
                if (uphill < 0 || levels[other] > levels[uphill])
                    uphill = other;
            }
        }

        // A pixel belongs to where it goes up the steepest: so neither basin spreads over the other's slope.
        parents[pixel] = uphill < 0 ? pixel : RootOf(uphill, parents);
        foreach (var root in roots[..count])
            Meet(RootOf(root, parents), RootOf(pixel, parents), levels[pixel], levels, parents);
    }

    /// <summary>Lets two basins flow together, where there is no neck between them.</summary>
    private void Meet(int first, int second, int neck, ReadOnlySpan<ushort> levels, Span<int> parents)
    {
        if (first == second)
            return;

        // A basin's root is the pixel that it began with: its distance is half the basin's width.
        var isWider = levels[first] > levels[second] || (levels[first] == levels[second] && first < second);
        var (wider, narrower) = isWider ? (first, second) : (second, first);
        if (FlowTogether(neck, levels[narrower]))
            parents[narrower] = wider;
    }

    private bool FlowTogether(int neck, int narrower) =>
        neck >= NeckShare * narrower || narrower - neck < DistanceLevels.StepsOfPixel || narrower < _bulge;

    private static int RootOf(int pixel, Span<int> parents)
    {
        while (parents[pixel] != pixel)
        {
            parents[pixel] = parents[parents[pixel]];
            pixel = parents[pixel];
        }

        return pixel;
    }

    private List<Nucleus> Measure(ReadOnlySpan<int> foreground, Span<int> parents)
    {
        var sums = new Dictionary<int, (long X, long Y, int Count)>();
        foreach (var pixel in foreground)
        {
            var root = RootOf(pixel, parents);
            var (y, x) = Math.DivRem(pixel, width);
            var sum = sums.GetValueOrDefault(root);
            sums[root] = (sum.X + x, sum.Y + y, sum.Count + 1);
        }

        return [.. sums.Values.Select(s => new Nucleus((double)s.X / s.Count, (double)s.Y / s.Count, s.Count))];
    }
}
