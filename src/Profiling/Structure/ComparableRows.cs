using System.Buffers;
using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The rows of a table that can be compared with each other by a distance, and the features they are compared over.
/// </summary>
/// <remarks>
/// <para>First, rows without any finite value are set aside, so that one empty well does not take all features away.
/// Then a feature that any other row lacks or has no finite value of is left out for all rows. Then rows without a
/// direction are set aside: under <see cref="DistanceMetric.Cosine"/> those of zeros only, under
/// <see cref="DistanceMetric.Correlation"/> those of one value only (variance by scikit-learn's rule for a constant),
/// and all rows where no feature is left. What is made of the rows says nothing of rows set aside.</para>
/// <para>A distance is a sum in a fixed order: the same two rows give the same bits in any table, block and thread.
/// Cosines and correlations are clamped to [-1, 1]. Source of the definitions: <c>scipy.spatial.distance</c>.</para>
/// </remarks>
public sealed class ComparableRows
{
    private readonly double[] _values;
    private readonly int[] _tableRows;

    private ComparableRows(
        DistanceMetric metric, double[] values, int[] tableRows, int[] setAside, string[] features, int tableRowCount)
    {
        Metric = metric;
        _values = values;
        _tableRows = tableRows;
        SetAsideRows = setAside;
        UsedFeatures = features;
        TableRowCount = tableRowCount;
    }

    /// <summary>The distance.</summary>
    public DistanceMetric Metric { get; }

    /// <summary>The number of rows that can be compared.</summary>
    public int Count => _tableRows.Length;

    /// <summary>The number of rows of the table that they are from.</summary>
    public int TableRowCount { get; }

    /// <summary>The row of the table that each of them is.</summary>
    public IReadOnlyList<int> TableRows => _tableRows;

    /// <summary>The rows of the table that cannot be compared, in its order.</summary>
    public IReadOnlyList<int> SetAsideRows { get; }

    /// <summary>The features compared over, in the table's order.</summary>
    public IReadOnlyList<string> UsedFeatures { get; }

    internal ReadOnlySpan<double> this[int index] => _values.AsSpan(index * UsedFeatures.Count, UsedFeatures.Count);

    /// <summary>All rows one after the other; of length 1 each, but for Euclidean distances.</summary>
    internal ReadOnlySpan<double> Values => _values.AsSpan(0, Count * UsedFeatures.Count);

    /// <summary>The rows of a table that a distance can compare, in the table's order.</summary>
    public static ComparableRows Of(ProfileTable table, DistanceMetric metric)
    {
        if (!Enum.IsDefined(metric))
            throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such distance.");
        var isEmpty = RowsWithoutValues(table);
        var present = Enumerable.Range(0, table.RowCount).Where(row => !isEmpty[row]).ToArray();
        var vectors = RowVectors.OfFinite(present.Length == table.RowCount ? table : table.SelectRows(present));
        var tableRows = new List<int>(present.Length);
        for (var i = 0; i < present.Length; i++)
        {
            if (vectors.FeatureCount == 0 || !Prepare(vectors[i], metric))
                continue;
            // Rows move up where others are set aside; a second copy would double the memory of large tables.
            if (tableRows.Count < i)
                vectors[i].CopyTo(vectors[tableRows.Count]);
            tableRows.Add(present[i]);
        }

        return new ComparableRows(
            metric,
            vectors.Values,
            [.. tableRows],
            [.. Enumerable.Range(0, table.RowCount).Except(tableRows)],
            Array.ConvertAll(vectors.FeatureIndices, f => table.FeatureNames[f]),
            table.RowCount);
    }

    /// <summary>
    /// The same rows in an order that only their values decide, so that what is made of them does not depend on the
    /// order in the table.
    /// </summary>
    /// <remarks>By value, feature after feature. Rows alike to the bit keep the table's order: they may change places
    /// with each other, which nothing but their names can tell.</remarks>
    public ComparableRows InOrderOfValues()
    {
        var width = UsedFeatures.Count;
        var order = Enumerable.Range(0, Count).ToArray();
        Array.Sort(order, (a, b) => this[a].SequenceCompareTo(this[b]) is var byValue && byValue != 0
            ? byValue
            : _tableRows[a].CompareTo(_tableRows[b]));
        var values = new double[Values.Length];
        for (var i = 0; i < order.Length; i++)
            this[order[i]].CopyTo(values.AsSpan(i * width));
        return new ComparableRows(
            Metric, values, Array.ConvertAll(order, i => _tableRows[i]), [.. SetAsideRows], [.. UsedFeatures],
            TableRowCount);
    }

    /// <summary>All rows of the table one after the other, as <see cref="Values"/>; rows set aside are zeros.</summary>
    /// <remarks>No copy where none is set aside.</remarks>
    /// <param name="isComparable">For each row of the table, whether it is not set aside.</param>
    internal double[] InTableOrder(out bool[] isComparable)
    {
        isComparable = ToTable(Enumerable.Repeat(true, Count).ToArray(), false);
        if (Count == TableRowCount)
            return _values;
        var width = UsedFeatures.Count;
        var spread = new double[TableRowCount * width];
        for (var i = 0; i < Count; i++)
            this[i].CopyTo(spread.AsSpan(_tableRows[i] * width));
        return spread;
    }

    /// <summary>The distance between two of the rows.</summary>
    public double Distance(int index, int other)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)other, (uint)Count, nameof(other));
        var a = this[index];
        var b = this[other];
        if (Metric == DistanceMetric.Euclidean)
            return EuclideanDistance.Between(a, b);
        var cosine = 0.0;
        for (var f = 0; f < a.Length; f++)
            cosine = Math.FusedMultiplyAdd(a[f], b[f], cosine);
        return DistanceOf(cosine);
    }

    /// <summary>
    /// Hands out the distances of every row to all rows, itself included, in runs: for each row the runs come in order
    /// of the other rows, on one thread.
    /// </summary>
    /// <remarks>Never more than 2 MiB a thread are held.</remarks>
    internal void VisitDistances(int maxThreads, DistanceRun visit)
    {
        const int RowBlock = 128;
        const int RunLength = 2048;
        Threads.For((Count + RowBlock - 1) / RowBlock, maxThreads, block =>
        {
            var begin = block * RowBlock;
            var end = Math.Min(begin + RowBlock, Count);
            var buffer = ArrayPool<double>.Shared.Rent(RowBlock * RunLength);
            for (var first = 0; first < Count; first += RunLength)
            {
                var length = Math.Min(RunLength, Count - first);
                FillBlock(begin, end - begin, first, length, buffer);
                for (var row = begin; row < end; row++)
                    visit(row, first, buffer.AsSpan((row - begin) * length, length));
            }

            ArrayPool<double>.Shared.Return(buffer);
        });
    }

    private void FillBlock(int begin, int count, int first, int length, Span<double> distances)
    {
        var width = UsedFeatures.Count;
        if (Metric == DistanceMetric.Euclidean)
        {
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < length; j++)
                    distances[(i * length) + j] = EuclideanDistance.Between(this[begin + i], this[first + j]);
            }

            return;
        }

        MatrixProduct.TimesTransposed(
            _values.AsSpan(begin * width), _values.AsSpan(first * width), distances, count, length, width);
        foreach (ref var value in distances[..(count * length)])
            value = DistanceOf(value);
    }

    /// <summary>Spreads a value of each row over the rows of the table; rows set aside get another one.</summary>
    internal T[] ToTable<T>(IReadOnlyList<T> values, T setAside)
    {
        var all = new T[TableRowCount];
        Array.Fill(all, setAside);
        for (var i = 0; i < Count; i++)
            all[_tableRows[i]] = values[i];
        return all;
    }

    private static double DistanceOf(double cosine) => 1 - Math.Clamp(cosine, -1, 1);

    private static bool[] RowsWithoutValues(ProfileTable table)
    {
        var isEmpty = new bool[table.RowCount];
        Array.Fill(isEmpty, true);
        for (var f = 0; f < table.FeatureCount; f++)
        {
            var column = table.Feature(f);
            for (var row = 0; row < isEmpty.Length; row++)
                isEmpty[row] &= !double.IsFinite(column[row]);
        }

        return isEmpty;
    }

    private static bool Prepare(Span<double> row, DistanceMetric metric)
    {
        if (metric == DistanceMetric.Euclidean)
            return true;
        if (metric == DistanceMetric.Correlation)
        {
            var mean = OrderStatistics.Mean(row);
            if (OrderStatistics.IsConstant(OrderStatistics.Variance(row, mean, 0), mean, row.Length))
                return false;
            foreach (ref var value in row)
                value -= mean;
        }

        return RowVectors.TryNormalize(row);
    }
}
