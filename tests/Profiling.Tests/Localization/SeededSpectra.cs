using HcsGrid.Profiling.Tests.Structure;

namespace HcsGrid.Profiling.Tests.Localization;

/// <summary>
/// Code histograms of groups, made from numbers that any language makes the same.
/// </summary>
internal static class SeededSpectra
{
    /// <summary>Twelve groups of nine codes: <see cref="SeededNumbers"/> of seed 5, one added, each row over its
    /// sum.</summary>
    public static ProfileTable Twelve { get; } = Of(12, 9, 5);

    /// <summary>Rows of seeded numbers above a half, each over its sum.</summary>
    public static ProfileTable Of(int rowCount, int codeCount, long seed)
    {
        var numbers = SeededNumbers.Table(rowCount, codeCount, seed);
        var columns = Enumerable.Range(0, codeCount).Select(_ => new double[rowCount]).ToArray();
        for (var row = 0; row < rowCount; row++)
        {
            var sum = numbers.Row(row).Sum(value => value + 1);
            for (var code = 0; code < codeCount; code++)
                columns[code][row] = (numbers[row, code] + 1) / sum;
        }

        return MadeUpTables.Of(columns);
    }

    /// <summary>The same table with its codes in another order.</summary>
    public static ProfileTable WithCodes(this ProfileTable table, params int[] codes) => table.SelectFeatures(codes);

    /// <summary>The same table with some values changed.</summary>
    public static ProfileTable With(this ProfileTable table, params (int Row, int Code, double Value)[] changes)
    {
        var values = table.ColumnMajorValues.ToArray();
        foreach (var (row, code, value) in changes)
            values[(code * table.RowCount) + row] = value;
        return table.WithFeatures(values);
    }

    /// <summary>Numbers 0 to count − 1 in an order of chance.</summary>
    public static int[] Shuffled(int count, int seed)
    {
        var numbers = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(numbers);
        return numbers;
    }
}
