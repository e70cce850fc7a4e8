using System.Runtime.Intrinsics;

namespace HcsGrid.Profiling;

/// <summary>
/// A table's rows laid one after the other over the features that every row has a finite value of.
/// </summary>
internal sealed class RowVectors
{
    private readonly double[] _values;

    private RowVectors(double[] values, int rowCount, int[] featureIndices)
    {
        _values = values;
        RowCount = rowCount;
        FeatureIndices = featureIndices;
    }

    public int RowCount { get; }

    /// <summary>The features used, by their index in the table.</summary>
    public int[] FeatureIndices { get; }

    public int FeatureCount => FeatureIndices.Length;

    /// <summary>All rows, one after the other.</summary>
    public double[] Values => _values;

    public Span<double> this[int row] => _values.AsSpan(row * FeatureCount, FeatureCount);

    public static RowVectors OfFinite(ProfileTable table)
    {
        var used = Enumerable.Range(0, table.FeatureCount).Where(f => AllFinite(table.Feature(f))).ToArray();
        var values = new double[ProfileTable.ValueCount(table.RowCount, used.Length)];
        const int Block = 64;
        for (var first = 0; first < table.RowCount; first += Block)
        {
            var end = Math.Min(first + Block, table.RowCount);
            for (var u = 0; u < used.Length; u++)
            {
                var column = table.Feature(used[u]);
                for (var row = first; row < end; row++)
                    values[(row * used.Length) + u] = column[row];
            }
        }

        return new RowVectors(values, table.RowCount, used);
    }

    /// <summary>The same, each row divided by its length, so that products are cosines; says which rows have a
    /// length.</summary>
    public static RowVectors Directions(ProfileTable table, out bool[] hasDirection)
    {
        var rows = OfFinite(table);
        hasDirection = new bool[rows.RowCount];
        for (var row = 0; row < rows.RowCount; row++)
            hasDirection[row] = TryNormalize(rows[row]);
        return rows;
    }

    /// <summary>
    /// The sum of products in an order of its own that is the same on every machine: eight running sums, added up in
    /// pairs.
    /// </summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            even += Vector256.Create(a.Slice(i, 4)) * Vector256.Create(b.Slice(i, 4));
            odd += Vector256.Create(a.Slice(i + 4, 4)) * Vector256.Create(b.Slice(i + 4, 4));
        }

        var sums = even + odd;
        var sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Divides by the length; false, and unchanged, where all is zero. Neither overflows nor
    /// underflows.</summary>
    public static bool TryNormalize(Span<double> vector)
    {
        var largest = 0.0;
        foreach (var value in vector)
            largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0)
            return false;
        if (largest is > 1e140 or < 1e-140)
        {
            var shift = -Math.ILogB(largest);
            foreach (ref var value in vector)
                value = Math.ScaleB(value, shift);
        }

        var length = Math.Sqrt(Dot(vector, vector));
        foreach (ref var value in vector)
            value /= length;
        return true;
    }

    private static bool AllFinite(ReadOnlySpan<double> column)
    {
        foreach (var value in column)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }
}
