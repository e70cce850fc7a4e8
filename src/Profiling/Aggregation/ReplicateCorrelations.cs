using HcsGrid.Profiling.Algebra;

namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// Correlates the profiles of one group after the other; each profile is ranked and centred once.
/// </summary>
internal sealed class ReplicateCorrelations(int featureCount, CorrelationMethod method)
{
    /// <summary>From this many profiles on a product of matrices is faster than one of each two vectors.</summary>
    private const int SmallestMatrix = 32;

    /// <summary>Up to this many features sums of products of ranks are exact: quarters below 2⁵¹.</summary>
    private const int MostExactRanks = 100_000;

    private readonly double[] _sorted = new double[featureCount];
    private readonly int[] _order = new int[featureCount];
    private double[] _profiles = [];
    private double[] _centred = [];
    private double[] _squares = [];
    private bool[] _hasGap = [];
    private double[] _correlations = [];
    private int _count;
    private int _groupCount;

    /// <summary>The profiles loaded, one after the other.</summary>
    public ReadOnlySpan<double> Profiles => _profiles.AsSpan(0, _count * featureCount);

    /// <summary>The correlation of two profiles of the group, by their place in it; NaN is undefined.</summary>
    public double this[int i, int j] => _correlations[(i * _groupCount) + j];

    /// <summary>Loads the profiles of one or more groups.</summary>
    public void Load(ProfileTable table, ReadOnlySpan<int> rows)
    {
        _count = rows.Length;
        if (_hasGap.Length < _count)
        {
            _profiles = new double[ProfileTable.ValueCount(_count, featureCount)];
            _centred = new double[_profiles.Length];
            (_squares, _hasGap) = (new double[_count], new bool[_count]);
        }

        for (var f = 0; f < featureCount; f++)
        {
            var column = table.Feature(f);
            for (var i = 0; i < rows.Length; i++)
                _profiles[(i * featureCount) + f] = column[rows[i]];
        }

        for (var i = 0; i < _count; i++)
            Centre(i);
    }

    /// <summary>Correlates those of one group, which are neighbours.</summary>
    public void Correlate(int first, int count)
    {
        _groupCount = count;
        if (_correlations.Length < (long)count * count)
            _correlations = new double[ProfileTable.ValueCount(count, count)];
        // Sums of ranks are the same in any order.
        var inMatrix = method == CorrelationMethod.Spearman && featureCount <= MostExactRanks
            && count >= SmallestMatrix;
        if (inMatrix)
        {
            var centred = _centred.AsSpan(first * featureCount, count * featureCount);
            MatrixProduct.Gram(centred, _correlations, featureCount, count);
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                double? product = inMatrix ? _correlations[(i * count) + j] : null;
                var r = Correlate(first + i, first + j, product);
                _correlations[(i * count) + j] = _correlations[(j * count) + i] = r;
            }
        }
    }

    private Span<double> Profile(int i) => _profiles.AsSpan(i * featureCount, featureCount);

    private Span<double> Centred(int i) => _centred.AsSpan(i * featureCount, featureCount);

    private void Centre(int i)
    {
        var profile = Profile(i);
        var centred = Centred(i);
        _hasGap[i] = !RowVectors.AllFinite(profile);
        if (_hasGap[i])
            return;
        if (method == CorrelationMethod.Spearman)
            SpearmanCorrelation.AverageRanks(profile, centred, _sorted, _order);
        else
            profile.CopyTo(centred);
        RowVectors.Subtract(centred, OrderStatistics.Mean(centred));
        // A constant profile whose mean was rounded is constant nonetheless.
        var isConstant = profile.IsEmpty || !profile.ContainsAnyExcept(profile[0]);
        _squares[i] = isConstant ? 0 : RowVectors.Dot(centred, centred);
    }

    /// <param name="product">Σ of the centred profiles' products, where it is known already.</param>
    private double Correlate(int i, int j, double? product)
    {
        if (_hasGap[i] || _hasGap[j])
            return CorrelateWithGaps(i, j);
        if (_squares[i] == 0 || _squares[j] == 0)
            return double.NaN;
        product ??= RowVectors.Dot(Centred(i), Centred(j));
        return Math.Clamp(product.Value / Math.Sqrt(_squares[i] * _squares[j]), -1, 1);
    }

    private double CorrelateWithGaps(int i, int j)
    {
        var (first, second) = (new double[featureCount], new double[featureCount]);
        var count = 0;
        for (var f = 0; f < featureCount; f++)
        {
            if (!double.IsFinite(Profile(i)[f]) || !double.IsFinite(Profile(j)[f]))
                continue;
            first[count] = Profile(i)[f];
            second[count++] = Profile(j)[f];
        }

        var a = first.AsSpan(0, count);
        var b = second.AsSpan(0, count);
        return method == CorrelationMethod.Spearman ? SpearmanCorrelation.Of(a, b) : Pearson(a, b);
    }

    private static double Pearson(Span<double> a, Span<double> b)
    {
        if (a.Length < 2 || !a.ContainsAnyExcept(a[0]) || !b.ContainsAnyExcept(b[0]))
            return double.NaN;
        var (meanA, meanB) = (OrderStatistics.Mean(a), OrderStatistics.Mean(b));
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = (a[i] - meanA, b[i] - meanB);
        return Math.Clamp(
            RowVectors.Dot(a, b) / Math.Sqrt(RowVectors.Dot(a, a) * RowVectors.Dot(b, b)), -1, 1);
    }
}
