using HcsGrid.Profiling.Algebra;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Ranks the partners of a block of queries, with memory that it uses again from block to block.
/// </summary>
/// <remarks>Not for several threads at once: each has its own.</remarks>
/// <param name="values">All rows one after the other, as <see cref="ComparableRows"/> lays them out.</param>
/// <param name="featureCount">Values of a row.</param>
/// <param name="rowCount">Rows.</param>
/// <param name="pairs">Which rows are whose partners.</param>
/// <param name="distance">What orders them.</param>
internal sealed class PairBlockRanker(
    double[] values, int featureCount, int rowCount, PairIndex pairs, PairDistance distance)
{
    /// <summary>Partners multiplied at a time.</summary>
    private const int PanelSize = 256;

    private readonly List<PairQuery> _queries = [];
    private readonly List<(List<int> Positives, List<int> Negatives)> _partners = [];
    private readonly List<int> _union = [];
    private readonly int[] _slotOf = NoSlots(rowCount);
    private readonly double[] _left = new double[AveragePrecision.BlockSize * featureCount];
    private readonly double[] _right = new double[PanelSize * featureCount];
    private readonly double[] _products = new double[AveragePrecision.BlockSize * PanelSize];
    private float[] _distances = [];
    private float[] _positive = [];
    private float[] _negative = [];

    /// <summary>Fills in the precisions of a run of queries, without p-values.</summary>
    public void Rank(int start, int end, ProfilePrecision[] found)
    {
        _queries.Clear();
        _partners.Clear();
        var places = new List<int>(end - start);
        (List<int> Positives, List<int> Negatives) shared = ([], []);
        for (var i = start; i < end; i++)
        {
            var query = pairs.Queries[i];
            if (i == start || !query.SharesPartners(pairs.Queries[i - 1]))
            {
                shared = ([], []);
                pairs.AddPartners(query, shared.Positives, shared.Negatives);
            }

            var configuration = ConfigurationOf(query.Row, shared);
            found[i] = new ProfilePrecision(
                query.Row, pairs.LabelOf(query), configuration, double.NaN, double.NaN);
            if (configuration.PositiveCount == 0)
                continue;
            _queries.Add(query);
            _partners.Add(shared);
            places.Add(i);
        }

        Multiply();
        for (var q = 0; q < places.Count; q++)
            found[places[q]] = found[places[q]] with { AveragePrecision = PrecisionOf(q) };
    }

    private static PairConfiguration ConfigurationOf(int row, (List<int> Positives, List<int> Negatives) partners)
    {
        var positives = partners.Positives.Count - (partners.Positives.Contains(row) ? 1 : 0);
        var negatives = partners.Negatives.Count - (partners.Negatives.Contains(row) ? 1 : 0);
        return new PairConfiguration(positives, positives + negatives);
    }

    /// <summary>The distances of all queries to the rows that any of them asks for.</summary>
    private void Multiply()
    {
        foreach (var row in _union)
            _slotOf[row] = -1;
        _union.Clear();
        for (var q = 0; q < _queries.Count; q++)
        {
            if (q == 0 || _partners[q] != _partners[q - 1])
            {
                Ask(_partners[q].Positives);
                Ask(_partners[q].Negatives);
            }

            RowOf(_queries[q].Row).CopyTo(_left.AsSpan(q * featureCount));
        }

        if (_distances.Length < _queries.Count * _union.Count)
            _distances = new float[AveragePrecision.BlockSize * _union.Count];
        for (var first = 0; first < _union.Count; first += PanelSize)
        {
            var count = Math.Min(PanelSize, _union.Count - first);
            for (var p = 0; p < count; p++)
                RowOf(_union[first + p]).CopyTo(_right.AsSpan(p * featureCount));
            if (distance != PairDistance.Euclidean)
                MatrixProduct.TimesTransposed(_left, _right, _products, _queries.Count, count, featureCount);
            for (var q = 0; q < _queries.Count; q++)
            {
                var products = _products.AsSpan(q * count, count);
                if (distance == PairDistance.Euclidean)
                    Measure(q, products);
                Order(products, _distances.AsSpan((q * _union.Count) + first, count));
            }
        }
    }

    /// <summary>Euclidean distances are not made of products: small ones would lose their digits.</summary>
    private void Measure(int q, Span<double> lengths)
    {
        for (var p = 0; p < lengths.Length; p++)
        {
            lengths[p] = EuclideanDistance.Between(
                _left.AsSpan(q * featureCount, featureCount), _right.AsSpan(p * featureCount, featureCount));
        }
    }

    /// <summary>What partners are ranked by: the smaller, the more alike.</summary>
    private void Order(ReadOnlySpan<double> products, Span<float> distances)
    {
        switch (distance)
        {
            case PairDistance.Euclidean:
                for (var p = 0; p < products.Length; p++)
                    distances[p] = (float)products[p];
                break;
            case PairDistance.AbsCosine or PairDistance.AbsCorrelation:
                for (var p = 0; p < products.Length; p++)
                    distances[p] = 1f - Math.Abs((float)products[p]);
                break;
            default:
                for (var p = 0; p < products.Length; p++)
                    distances[p] = 1f - (float)products[p];
                break;
        }
    }

    private void Ask(List<int> rows)
    {
        foreach (var row in rows)
        {
            if (_slotOf[row] >= 0)
                continue;
            _slotOf[row] = _union.Count;
            _union.Add(row);
        }
    }

    private double PrecisionOf(int q)
    {
        var distances = _distances.AsSpan(q * _union.Count, _union.Count);
        var positives = Gather(_partners[q].Positives, _queries[q].Row, distances, ref _positive);
        var negatives = Gather(_partners[q].Negatives, _queries[q].Row, distances, ref _negative);
        return RankedPositives.AveragePrecision(positives, negatives);
    }

    private Span<float> Gather(List<int> rows, int self, ReadOnlySpan<float> distances, ref float[] buffer)
    {
        if (buffer.Length < rows.Count)
            buffer = new float[Math.Max(rows.Count, 2 * buffer.Length)];
        var count = 0;
        foreach (var row in rows)
        {
            if (row != self)
                buffer[count++] = distances[_slotOf[row]];
        }

        return buffer.AsSpan(0, count);
    }

    private ReadOnlySpan<double> RowOf(int row) => values.AsSpan(row * featureCount, featureCount);

    private static int[] NoSlots(int rowCount)
    {
        var slots = new int[rowCount];
        Array.Fill(slots, -1);
        return slots;
    }
}
