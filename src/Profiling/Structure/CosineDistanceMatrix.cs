namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The cosine distances (1 − cosine) between all rows of a table.
/// </summary>
/// <remarks>
/// Symmetric, within [0, 2], 0 on the diagonal. A row of zeros has no direction: its distances are NaN, to itself
/// also. A feature that any row lacks or has no finite value of is left out for all rows; <see cref="UsedFeatures"/>
/// names the rest.
/// </remarks>
public sealed class CosineDistanceMatrix
{
    /// <summary>The most rows: 16,384, a matrix of 2 GiB.</summary>
    public const int MaxRowCount = 16_384;

    private readonly double[] _values;

    private CosineDistanceMatrix(double[] values, int count, IReadOnlyList<string> usedFeatures)
    {
        _values = values;
        Count = count;
        UsedFeatures = usedFeatures;
    }

    /// <summary>The number of rows, and of columns.</summary>
    public int Count { get; }

    /// <summary>The features that every row has a finite value of, in the table's order.</summary>
    public IReadOnlyList<string> UsedFeatures { get; }

    /// <summary>The distance between two rows.</summary>
    public double this[int row, int other]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)other, (uint)Count, nameof(other));
            return _values[(row * Count) + other];
        }
    }

    /// <summary>The distances of one row to all.</summary>
    public ReadOnlySpan<double> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        return _values.AsSpan(row * Count, Count);
    }

    /// <summary>The distances between all rows of a table.</summary>
    /// <exception cref="ArgumentException">The table has more than <see cref="MaxRowCount"/> rows.</exception>
    public static CosineDistanceMatrix Of(ProfileTable table)
    {
        var count = table.RowCount;
        if (count > MaxRowCount)
        {
            throw new ArgumentException(
                $"{count} rows are too many for a distance matrix; it holds at most {MaxRowCount}.", nameof(table));
        }

        var directions = RowVectors.Directions(table, out var hasDirection);
        var values = new double[count * count];
        for (var row = 0; row < count; row++)
        {
            values[(row * count) + row] = hasDirection[row] ? 0 : double.NaN;
            for (var other = row + 1; other < count; other++)
            {
                var distance = hasDirection[row] && hasDirection[other]
                    ? 1 - Math.Clamp(RowVectors.Dot(directions[row], directions[other]), -1, 1)
                    : double.NaN;
                values[(row * count) + other] = distance;
                values[(other * count) + row] = distance;
            }
        }

        var used = Array.ConvertAll(directions.FeatureIndices, f => table.FeatureNames[f]);
        return new CosineDistanceMatrix(values, count, used);
    }
}
