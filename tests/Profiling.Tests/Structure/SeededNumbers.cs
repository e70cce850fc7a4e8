namespace HcsGrid.Profiling.Tests.Structure;

/// <summary>
/// Makes the numbers that reference values were computed for: a linear congruential generator that any language has in
/// one line, x ← (x · 1103515245 + 12345) mod 2³¹.
/// </summary>
internal sealed class SeededNumbers(long seed)
{
    private long _state = seed;

    /// <summary>The next number below 2³¹.</summary>
    public long Next() => _state = ((_state * 1103515245) + 12345) % (1L << 31);

    /// <summary>A table of numbers in [-0.5, 0.5), drawn row after row.</summary>
    public static ProfileTable Table(int rowCount, int featureCount, long seed)
    {
        var numbers = new SeededNumbers(seed);
        var columns = Enumerable.Range(0, featureCount).Select(_ => new double[rowCount]).ToArray();
        for (var row = 0; row < rowCount; row++)
        {
            foreach (var column in columns)
                column[row] = (numbers.Next() / (double)(1L << 31)) - 0.5;
        }

        return MadeUpTables.Of(columns);
    }
}
