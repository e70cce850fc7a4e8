using HcsGrid.Profiling.Algebra;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Goes through the similarities of all pairs of a table's rows block by block; none is kept.
/// </summary>
internal sealed class SimilarityBlocks
{
    private const int Size = 128;
    private readonly double[] _directions;
    private readonly int _featureCount;

    private SimilarityBlocks(double[] directions, int featureCount, bool[] takesPart)
    {
        _directions = directions;
        _featureCount = featureCount;
        TakesPart = takesPart;
    }

    /// <summary>Features compared.</summary>
    public int FeatureCount => _featureCount;

    /// <summary>Whether a row has a direction; the others' similarities are 0 and mean nothing.</summary>
    public bool[] TakesPart { get; }

    private int RowCount => TakesPart.Length;

    public static SimilarityBlocks Of(ProfileTable table, SimilarityKind kind)
    {
        var rows = ComparableRows.Of(
            table, kind == SimilarityKind.Correlation ? DistanceMetric.Correlation : DistanceMetric.Cosine);
        return new SimilarityBlocks(rows.InTableOrder(out var takesPart), rows.UsedFeatures.Count, takesPart);
    }

    /// <summary>Shows each pair (row, other) with row &lt; other once, both taking part, to one of several
    /// accumulators, in no stated order.</summary>
    public IReadOnlyList<T> ForEachPair<T>(Func<T> makeAccumulator, Action<T, int, int, float> visit)
    {
        var accumulators = new List<T>();
        var blockCount = (RowCount + Size - 1) / Size;
        Parallel.For(
            0,
            blockCount,
            () => (Accumulator: makeAccumulator(), Products: new double[Size * Size]),
            (block, _, own) =>
            {
                for (var other = block; other < blockCount; other++)
                    Visit(block * Size, other * Size, own.Products, (i, j, s) => visit(own.Accumulator, i, j, s));
                return own;
            },
            own =>
            {
                lock (accumulators)
                    accumulators.Add(own.Accumulator);
            });
        return accumulators;
    }

    /// <summary>The similarities of a run of rows with all rows, row after row.</summary>
    public void Rows(int first, int count, Span<double> similarities) => MatrixProduct.TimesTransposed(
        _directions.AsSpan(first * _featureCount, count * _featureCount),
        _directions, similarities, count, RowCount, _featureCount);

    private void Visit(int first, int second, double[] products, Action<int, int, float> visit)
    {
        var (m, n) = (Math.Min(Size, RowCount - first), Math.Min(Size, RowCount - second));
        MatrixProduct.TimesTransposed(
            _directions.AsSpan(first * _featureCount, m * _featureCount),
            _directions.AsSpan(second * _featureCount, n * _featureCount),
            products, m, n, _featureCount);
        for (var i = 0; i < m; i++)
        {
            var row = first + i;
            for (var j = Math.Max(0, row + 1 - second); TakesPart[row] && j < n; j++)
            {
                if (TakesPart[second + j])
                    visit(row, second + j, (float)products[(i * n) + j]);
            }
        }
    }
}
