using System.Numerics;
using System.Runtime.InteropServices;
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

    public static RowVectors OfFinite(ProfileTable table) => Of(
        table, [.. Enumerable.Range(0, table.FeatureCount).Where(f => AllFinite(table.Feature(f)))]);

    /// <summary>All rows over the features that some of them have a finite value of: others may lack it.</summary>
    public static RowVectors OfFiniteAmong(ProfileTable table, IReadOnlyList<int> rows) => Of(
        table, [.. Enumerable.Range(0, table.FeatureCount)
            .Where(f => rows.All(row => double.IsFinite(table[row, f])))]);

    private static RowVectors Of(ProfileTable table, int[] used)
    {
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

    /// <summary>Subtracts a number from each value.</summary>
    public static void Subtract(Span<double> values, double number)
    {
        var numbers = new Vector<double>(number);
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (ref var vector in vectors)
            vector -= numbers;
        foreach (ref var value in values[(vectors.Length * Vector<double>.Count)..])
            value -= number;
    }

    /// <summary>Divides by the length; false, and unchanged, where all is zero. Neither overflows nor
    /// underflows.</summary>
    public static bool TryNormalize(Span<double> vector)
    {
        var largest = LargestMagnitude(vector);
        if (largest == 0)
            return false;
        if (largest is > 1e140 or < 1e-140)
        {
            var shift = -Math.ILogB(largest);
            foreach (ref var value in vector)
                value = Math.ScaleB(value, shift);
        }

        var length = Math.Sqrt(Dot(vector, vector));
        var lengths = new Vector<double>(length);
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(vector);
        foreach (ref var values in vectors)
            values /= lengths;
        foreach (ref var value in vector[(vectors.Length * Vector<double>.Count)..])
            value /= length;
        return true;
    }

    /// <summary>Whether no value is missing or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (var vector in vectors)
        {
            // The difference of what is not finite and itself is NaN.
            if (!Vector.EqualsAll(vector - vector, Vector<double>.Zero))
                return false;
        }

        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }

    private static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var lanes = Vector<double>.Zero;
        foreach (var vector in vectors)
            lanes = Vector.Max(lanes, Vector.Abs(vector));
        var largest = 0.0;
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            largest = Math.Max(largest, lanes[lane]);
        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
