namespace HcsGrid.Profiling.Particles;

/// <summary>
/// A histogram of diameters: bins of one round width, from the first that holds any to the last.
/// </summary>
/// <param name="From">Where the first bin begins.</param>
/// <param name="Width">Width of a bin: 1, 2 or 5 times a power of ten.</param>
/// <param name="Counts">Particles of each bin.</param>
public sealed record SizeBins(double From, double Width, IReadOnlyList<int> Counts)
{
    /// <summary>Counts diameters in at most <paramref name="maxBinCount"/> bins of at least a tenth.</summary>
    public static SizeBins Of(IReadOnlyList<double> diameters, int maxBinCount)
    {
        ArgumentNullException.ThrowIfNull(diameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBinCount, 2);
        if (diameters.Count == 0)
            return new SizeBins(0, 0.1, []);
        var (least, most) = (diameters.Min(), diameters.Max());
        var width = RoundSteps.From(0.1).First(w => IndexOf(most, w) - IndexOf(least, w) < maxBinCount);
        var counts = new int[IndexOf(most, width) - IndexOf(least, width) + 1];
        foreach (var diameter in diameters)
            counts[IndexOf(diameter, width) - IndexOf(least, width)]++;
        return new SizeBins(IndexOf(least, width) * width, width, counts);
    }

    /// <summary>The index of the bin that counts a diameter; below 0 or past the last where none does.</summary>
    public int IndexOf(double diameter) => (int)(IndexOf(diameter, Width) - (long)Math.Round(From / Width));

    private static long IndexOf(double diameter, double width) => (long)Math.Floor(diameter / width);
}
