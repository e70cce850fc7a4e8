using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Correlates features that lack values with all others, each pair over the rows that both have.
/// </summary>
/// <remarks>
/// The sums of a pair are elements of products of three matrices: values around their mean (0 where missing), their
/// squares, and ones where a value is there. It holds these three beside the table.
/// </remarks>
internal sealed class GappedCorrelations
{
    /// <summary>A variance below this share of the squares that it is the difference of is rounding alone.</summary>
    private const double Rounding = 256 * 2.220446049250313e-16;

    private readonly int _rowCount;
    private readonly int _featureCount;
    private readonly int[] _gapped;
    private readonly double[] _centred;
    private readonly double[] _squares;
    private readonly double[] _present;

    private GappedCorrelations(ProfileTable table, IReadOnlyList<int> features, int[] gapped)
    {
        (_rowCount, _featureCount, _gapped) = (table.RowCount, features.Count, gapped);
        _centred = new double[ProfileTable.ValueCount(_rowCount, features.Count)];
        _squares = new double[_centred.Length];
        _present = new double[_centred.Length];
        FeatureBlocks.ForEach(features.Count, _rowCount, _rowCount, (i, buffer) =>
        {
            var column = table.Feature(features[i]);
            var count = 0;
            foreach (var value in column)
            {
                if (double.IsFinite(value))
                    buffer[count++] = value;
            }

            var mean = OrderStatistics.Mean(buffer.AsSpan(0, count));
            for (var row = 0; row < column.Length; row++)
            {
                if (!double.IsFinite(column[row]))
                    continue;
                var at = (i * _rowCount) + row;
                _present[at] = 1;
                _centred[at] = column[row] - mean;
                _squares[at] = _centred[at] * _centred[at];
            }
        });
    }

    /// <summary>Fills in the rows and columns of the features with gaps.</summary>
    public static void Fill(
        ProfileTable table, IReadOnlyList<int> features, int[] gapped, CorrelationMethod method, double[] values)
    {
        var work = new GappedCorrelations(table, features, gapped);
        if (method == CorrelationMethod.Spearman)
            work.FillSpearman(values);
        else
            work.FillPearson(values);
    }

    private void FillPearson(double[] values)
    {
        var (centred, squares, present) = (OfGapped(_centred), OfGapped(_squares), OfGapped(_present));
        var counts = Products(present, _present);
        var (sumsA, sumsB) = (Products(centred, _present), Products(present, _centred));
        var (squaresA, squaresB) = (Products(squares, _present), Products(present, _squares));
        var products = Products(centred, _centred);
        for (var g = 0; g < _gapped.Length; g++)
        {
            for (var j = 0; j < _featureCount; j++)
            {
                var at = (g * _featureCount) + j;
                var varianceA = Variance(squaresA[at], sumsA[at], counts[at]);
                var varianceB = Variance(squaresB[at], sumsB[at], counts[at]);
                var covariance = products[at] - (sumsA[at] * sumsB[at] / counts[at]);
                Set(values, _gapped[g], j, covariance / Math.Sqrt(varianceA * varianceB));
            }
        }
    }

    private void FillSpearman(double[] values) => Parallel.For(0, _gapped.Length, g =>
    {
        var (first, second) = (new double[_rowCount], new double[_rowCount]);
        for (var j = 0; j < _featureCount; j++)
        {
            var count = 0;
            for (var row = 0; row < _rowCount; row++)
            {
                var (a, b) = ((_gapped[g] * _rowCount) + row, (j * _rowCount) + row);
                if (_present[a] * _present[b] == 0)
                    continue;
                first[count] = _centred[a];
                second[count++] = _centred[b];
            }

            var r = SpearmanCorrelation.Of(first.AsSpan(0, count), second.AsSpan(0, count));
            Set(values, _gapped[g], j, r);
        }
    });

    /// <summary>A pair of features with gaps is met twice, with the same sums: the lower index writes it.</summary>
    private void Set(double[] values, int i, int j, double r)
    {
        if (j < i && Array.BinarySearch(_gapped, j) >= 0)
            return;
        r = i == j && !double.IsNaN(r) ? 1 : Math.Clamp(r, -1, 1);
        values[(i * _featureCount) + j] = values[(j * _featureCount) + i] = r;
    }

    private static double Variance(double squares, double sum, double count)
    {
        var variance = squares - (sum * sum / count);
        return variance > Rounding * squares ? variance : double.NaN;
    }

    private double[] OfGapped(double[] all)
    {
        var some = new double[_gapped.Length * _rowCount];
        for (var g = 0; g < _gapped.Length; g++)
            all.AsSpan(_gapped[g] * _rowCount, _rowCount).CopyTo(some.AsSpan(g * _rowCount));
        return some;
    }

    private double[] Products(double[] gapped, double[] all) =>
        MatrixProduct.TimesTransposed(gapped, all, _gapped.Length, _featureCount, _rowCount, maxThreads: 0);
}
