namespace HcsGrid.Plates;

/// <summary>
/// A physical plate format: 6, 12, 24, 48, 96, 384 or 1536 wells.
/// </summary>
/// <param name="RowCount">Rows of the plate.</param>
/// <param name="ColumnCount">Columns of the plate.</param>
public readonly record struct PlateFormat(int RowCount, int ColumnCount)
{
    /// <summary>Every format, smallest first.</summary>
    public static IReadOnlyList<PlateFormat> All { get; } =
        [new(2, 3), new(3, 4), new(4, 6), new(6, 8), new(8, 12), new(16, 24), new(32, 48)];

    /// <summary>Wells of the plate.</summary>
    public int WellCount => RowCount * ColumnCount;

    /// <summary>The format with that many wells.</summary>
    /// <exception cref="ArgumentException">No plate has that many wells.</exception>
    public static PlateFormat FromWellCount(int wellCount)
    {
        foreach (var format in All)
        {
            if (format.WellCount == wellCount)
                return format;
        }

        throw new ArgumentException(
            $"No plate has {wellCount} wells: expected one of {string.Join(", ", All.Select(f => f.WellCount))}.",
            nameof(wellCount));
    }

    /// <summary>
    /// The smallest format of at least 96 wells that holds every given well; a sparse plate (say B02 to G11 only)
    /// thereby belongs to its physical format. Smaller formats are never guessed: they must be named.
    /// </summary>
    public static PlateFormat SmallestHolding(IEnumerable<WellAddress> wells)
    {
        var (rows, columns) = (0, 0);
        foreach (var well in wells)
        {
            rows = Math.Max(rows, well.RowNumber);
            columns = Math.Max(columns, well.ColumnNumber);
        }

        return All.First(f => f.WellCount >= 96 && f.RowCount >= rows && f.ColumnCount >= columns);
    }

    /// <summary>True where the plate has that well.</summary>
    public bool Contains(WellAddress well) =>
        well.RowIndex >= 0 && well.RowIndex < RowCount && well.ColumnIndex >= 0 && well.ColumnIndex < ColumnCount;

    /// <summary>Every well, row by row.</summary>
    public IEnumerable<WellAddress> Wells()
    {
        for (var row = 0; row < RowCount; row++)
        {
            for (var column = 0; column < ColumnCount; column++)
                yield return new WellAddress(row, column);
        }
    }

    public override string ToString() => $"{WellCount} wells";
}
