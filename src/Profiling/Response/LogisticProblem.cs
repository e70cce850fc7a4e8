namespace HcsGrid.Profiling.Response;

/// <summary>
/// Least squares of the four-parameter logistic on points of (ln dose, response), as a problem of ln EC50 and ln hill.
/// </summary>
/// <remarks>
/// Bottom and top are linear and solved for at every (ln EC50, ln hill): variable projection (Golub and Pereyra 1973,
/// with the Jacobian of Kaufman 1975). What is left is minimized by Levenberg and Marquardt's method within bounds; a
/// coordinate at its bound whose gradient points outwards rests. A dose of 0 has the logarithm −∞.
/// </remarks>
internal sealed class LogisticProblem
{
    private const double MaxDamping = 1e14;

    /// <summary>Largest cosine between residuals and a column of the Jacobian that counts as rest.</summary>
    private const double CosineTolerance = 1e-10;

    private readonly double[] _logDoses;
    private readonly double[] _responses;
    private readonly double[] _shares;
    private readonly double[] _residuals;
    private readonly double _mean;
    private readonly int _maxIterationCount;

    public LogisticProblem(double[] logDoses, double[] responses, int maxIterationCount)
    {
        (_logDoses, _responses) = (logDoses, responses);
        (_shares, _residuals) = (new double[responses.Length], new double[responses.Length]);
        _mean = OrderStatistics.Mean(responses);
        _maxIterationCount = maxIterationCount;
    }

    /// <summary>Lower and upper bound of ln EC50.</summary>
    public required (double Low, double High) Place { get; init; }

    /// <summary>Lower and upper bound of ln hill.</summary>
    public required (double Low, double High) Slope { get; init; }

    /// <summary>The best bottom and top at a place and slope, with the sum of squares that they leave.</summary>
    public LogisticPoint At(double place, double slope)
    {
        var hill = Math.Exp(slope);
        for (var i = 0; i < _shares.Length; i++)
            _shares[i] = 1 / (1 + Math.Exp(-hill * (_logDoses[i] - place)));
        var meanShare = OrderStatistics.Mean(_shares);
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = _shares[i] - meanShare;
            squares += share * share;
            products += share * (_responses[i] - _mean);
        }

        // Without a difference between the points' shares there is no height to tell.
        var height = squares > 1e-24 * _shares.Length ? products / squares : 0;
        var sum = 0.0;
        for (var i = 0; i < _shares.Length; i++)
        {
            _residuals[i] = _responses[i] - _mean - (height * (_shares[i] - meanShare));
            sum += _residuals[i] * _residuals[i];
        }

        var bottom = _mean - (height * meanShare);
        return new LogisticPoint(place, slope, bottom, bottom + height, sum);
    }

    /// <summary>Goes down from a start; says whether it came to rest.</summary>
    public (LogisticPoint Point, bool Rests) Descend(double place, double slope, bool isPlaceFixed)
    {
        var damping = 1e-3;
        var now = At(place, slope);
        for (var iteration = 0; iteration < _maxIterationCount; iteration++)
        {
            now = At(now.Place, now.Slope);
            var system = Linearize(now);
            var free = (
                Place: !isPlaceFixed && IsFree(now.Place, Place, system.PlaceGradient),
                Slope: IsFree(now.Slope, Slope, system.SlopeGradient));
            if (system.IsAtRest(free.Place, free.Slope, now.SumOfSquares, CosineTolerance))
                return (now, true);
            while (true)
            {
                var (stepPlace, stepSlope) = system.Step(free.Place, free.Slope, damping);
                var next = At(
                    Math.Clamp(now.Place + stepPlace, Place.Low, Place.High),
                    Math.Clamp(now.Slope + stepSlope, Slope.Low, Slope.High));
                if (next.SumOfSquares < now.SumOfSquares)
                {
                    now = next;
                    damping = Math.Max(damping / 10, 1e-12);
                    break;
                }

                damping *= 10;
                // No step, however short, leads down: this is the minimum as far as rounding lets it be told.
                if (damping > MaxDamping)
                    return (now, true);
            }
        }

        return (now, false);
    }

    /// <summary>Goes down at a fixed place, from a slope and from those of a grid; the lowest that is found.</summary>
    public LogisticPoint BestAt(double place, double slope)
    {
        const int GridCount = 7;
        var (start, lowest) = (slope, At(place, slope).SumOfSquares);
        for (var i = 0; i < GridCount; i++)
        {
            var other = Slope.Low + ((Slope.High - Slope.Low) * i / (GridCount - 1));
            var sum = At(place, other).SumOfSquares;
            if (sum < lowest)
                (start, lowest) = (other, sum);
        }

        return Descend(place, start, isPlaceFixed: true).Point;
    }

    /// <summary>The columns of the Jacobian at a point: derivatives of the curve by bottom, top, ln EC50, ln
    /// hill.</summary>
    public double[][] Jacobian(LogisticPoint point)
    {
        At(point.Place, point.Slope);
        var hill = Math.Exp(point.Slope);
        var columns = new double[4][];
        for (var c = 0; c < 4; c++)
            columns[c] = new double[_shares.Length];
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = _shares[i];
            var steepness = (point.Top - point.Bottom) * share * (1 - share);
            columns[0][i] = 1 - share;
            columns[1][i] = share;
            columns[2][i] = -hill * steepness;
            columns[3][i] = steepness == 0 ? 0 : hill * (_logDoses[i] - point.Place) * steepness;
        }

        return columns;
    }

    /// <summary>The derivatives by place and slope with what bottom and top make up for taken off them.</summary>
    private LogisticStep Linearize(LogisticPoint point)
    {
        var columns = Jacobian(point);
        var (byPlace, bySlope) = (columns[2], columns[3]);
        TakeOffLinear(byPlace);
        TakeOffLinear(bySlope);
        return new LogisticStep(
            RowVectors.Dot(byPlace, byPlace), RowVectors.Dot(byPlace, bySlope), RowVectors.Dot(bySlope, bySlope),
            -RowVectors.Dot(byPlace, _residuals), -RowVectors.Dot(bySlope, _residuals));
    }

    private void TakeOffLinear(double[] column)
    {
        var (mean, meanShare) = (OrderStatistics.Mean(column), OrderStatistics.Mean(_shares));
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < column.Length; i++)
        {
            squares += (_shares[i] - meanShare) * (_shares[i] - meanShare);
            products += (_shares[i] - meanShare) * (column[i] - mean);
        }

        var slope = squares > 0 ? products / squares : 0;
        for (var i = 0; i < column.Length; i++)
            column[i] -= mean + (slope * (_shares[i] - meanShare));
    }

    private static bool IsFree(double value, (double Low, double High) bounds, double gradient) =>
        (value > bounds.Low || gradient < 0) && (value < bounds.High || gradient > 0);
}
